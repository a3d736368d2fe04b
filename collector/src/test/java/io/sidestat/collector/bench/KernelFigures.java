package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the kernel knows of processes and UDP sockets, from {@code /proc}; see proc(5). */
final class KernelFigures {
  /** Clock ticks a second in what /proc shows; Linux has had no other value for user space. */
  private static final double TICKS_A_SECOND = 100;

  private KernelFigures() {}

  /**
   * Of the UDP sockets on a port of this network namespace.
   *
   * @param count of them
   * @param queuedBytes received and not read yet
   * @param drops datagrams that found the receive buffer full
   */
  record Sockets(int count, long queuedBytes, long drops) {}

  /** The sockets on that port, added up. */
  static Sockets sockets(int port) throws IOException {
    int count = 0;
    long queued = 0;
    long drops = 0;
    String wanted = String.format(Locale.ROOT, ":%04X", port);
    for (String file : List.of("/proc/net/udp", "/proc/net/udp6")) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] cells = line.strip().split("\\s+", -1);
        if (cells[1].endsWith(wanted)) {
          count++;
          queued += Long.parseLong(cells[4].substring(cells[4].indexOf(':') + 1), 16);
          drops += Long.parseLong(cells[cells.length - 1]);
        }
      }
    }
    return new Sockets(count, queued, drops);
  }

  /** CPU seconds, in user space and in the kernel, that a process has used. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The second field is the name, in brackets, and may hold anything.
    String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(cells[11]) + Long.parseLong(cells[12])) / TICKS_A_SECOND;
  }
}
