package io.sidestat.client.bench;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs and allocates, on all threads of the process together; for JMH, which {@link
 * RecordRun} runs. In bursts with pauses between, since some contenders queue without a bound.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(batchSize = RecordBenchmark.BURST)
@Measurement(batchSize = RecordBenchmark.BURST)
public class RecordBenchmark {
  static final int BURST = 100_000;
  private static final int PAUSE_MILLIS = 500;

  /** A {@link Contender}'s class. */
  @Param("")
  public String type = "";

  private @Nullable DatagramSocket nobody;
  private @Nullable Contender contender;

  /** A number for each thread, so that times differ. */
  @State(Scope.Thread)
  public static class Times {
    private int calls;

    /** 1 to 900 ms, to the nanosecond. */
    long next() {
      return ContenderRun.time(calls++);
    }
  }

  /** Makes the client, which sends to a socket that nobody reads. */
  @Setup
  public void start() throws ReflectiveOperationException, SocketException {
    nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    contender = ContenderRun.make(type, nobody.getLocalPort());
  }

  /** Lets the client send what it has. */
  @Setup(Level.Iteration)
  public void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  /** Closes both. */
  @TearDown
  public void end() {
    if (contender != null) {
      contender.close();
    }
    if (nobody != null) {
      nobody.close();
    }
  }

  /** One call. */
  @Benchmark
  public void record(Times times) {
    if (contender != null) {
      contender.record(times.next());
    }
  }
}
