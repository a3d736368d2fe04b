package io.sidestat.client.bench;

import com.timgroup.statsd.NonBlockingStatsDClient;

/** java-statsd-client: whole milliseconds, and tags in the name. */
public final class OriginalContender implements Contender {
  private final NonBlockingStatsDClient client;

  public OriginalContender(int port) {
    client = new NonBlockingStatsDClient(null, "127.0.0.1", port);
  }

  @Override
  public void record(long nanos) {
    client.recordExecutionTime("ResponseTime,Endpoint=/api/x,Zone=a,Tier=web", nanos / 1_000_000);
  }

  @Override
  public void close() {
    client.stop();
  }
}
