package io.sidestat.collector.bench;

import java.io.IOException;

/** A contender's process that listens. */
interface Running extends AutoCloseable {
  int port();

  long pid();

  /** What it has received by its own count: datagrams, or lines if {@link #countsLines}. */
  long received() throws IOException;

  /** Whether it knows lines only. */
  boolean countsLines();

  /** How long after a line was read it is counted at the latest. */
  default double countLagSeconds() {
    return 0.1;
  }

  /** Waits until nothing that it does by the clock falls into that many seconds from now. */
  default void awaitCalm(double seconds) {}

  @Override
  void close();
}
