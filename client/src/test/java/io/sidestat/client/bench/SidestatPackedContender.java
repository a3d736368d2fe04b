package io.sidestat.client.bench;

import io.sidestat.client.SidestatClient;
import io.sidestat.client.Timer;

/** This client with several values in a line. */
public final class SidestatPackedContender implements Contender {
  private final SidestatClient client;
  private final Timer timer;

  public SidestatPackedContender(int port) {
    client = SidestatClient.builder().host("127.0.0.1").port(port).build();
    timer = client.timer("ResponseTime", "Endpoint", "/api/x", "Zone", "a", "Tier", "web").packed();
  }

  @Override
  public void record(long nanos) {
    timer.recordNanos(nanos);
  }

  @Override
  public void close() {
    client.close();
  }
}
