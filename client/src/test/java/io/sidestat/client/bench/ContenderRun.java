package io.sidestat.client.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One contender's process: warms up against a socket that nobody reads, then does one run and
 * prints {@code seconds cpu-seconds p50-nanos p99-nanos}. Arguments: class, port, {@code burst} or
 * {@code paced}, number of timers.
 */
public final class ContenderRun {
  private static final int WARM_UP = 300_000;
  private static final int WARM_UP_BURSTS = 20;
  private static final int WARM_UP_BURST = 50_000;
  private static final long WARM_UP_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int STEP = 100;
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private ContenderRun() {}

  public static void main(String[] args) throws Exception {
    String type = args[0];
    int timers = Integer.parseInt(args[3]);
    boolean paced = args[2].equals("paced");
    try (DatagramSocket nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Contender warm = make(type, nobody.getLocalPort())) {
      // In bursts, so that all is compiled that will be, but no queue without a bound fills the
      // heap.
      int bursts = timers < ClientBenchmarks.FEW_TIMERS ? 1 : WARM_UP_BURSTS;
      for (int burst = 0; burst < bursts; burst++) {
        burst(warm, WARM_UP_BURST);
        LockSupport.parkNanos(WARM_UP_PAUSE_NANOS);
      }
      int calls = Math.min(timers, WARM_UP);
      pace(warm, calls, new long[calls]);
    }
    long[] nanos = new long[paced ? timers : 0];
    long cpu = cpuNanos();
    long start = System.nanoTime();
    try (Contender contender = make(type, Integer.parseInt(args[1]))) {
      if (paced) {
        pace(contender, timers, nanos);
      } else {
        burst(contender, timers);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    Arrays.sort(nanos);
    System.out.println(
        seconds + " " + cpuSeconds + " " + percentile(nanos, 50) + " " + percentile(nanos, 99));
    // Some contenders leave threads behind that are no daemons.
    System.exit(0);
  }

  static Contender make(String type, int port) throws ReflectiveOperationException {
    return Class.forName(type)
        .asSubclass(Contender.class)
        .getConstructor(int.class)
        .newInstance(port);
  }

  private static void burst(Contender contender, int timers) {
    for (int i = 0; i < timers; i++) {
      contender.record(time(i));
    }
  }

  /** 100 each millisecond; keeps how long each call took, the clock's own time included. */
  private static void pace(Contender contender, int timers, long[] nanos) {
    long due = System.nanoTime();
    for (int i = 0; i < timers; i++) {
      if (i % STEP == 0) {
        due += STEP_NANOS;
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long before = System.nanoTime();
      contender.record(time(i));
      nanos[i] = System.nanoTime() - before;
    }
  }

  /** 1 to 900 ms, to the nanosecond. */
  static long time(int i) {
    return 1_000_000 + (i * 7_919L * 113_357L) % 900_000_000L;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((long) sorted.length * percent / 100)];
  }
}
