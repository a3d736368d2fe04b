package io.sidestat.client.bench;

/** What the driver itself costs. */
public final class NothingContender implements Contender {

  public NothingContender(int port) {
    if (port <= 0) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  @Override
  public void record(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("not a time: " + nanos);
    }
  }

  @Override
  public void close() {
    // There is nothing.
  }
}
