package io.sidestat.client.bench;

import io.sidestat.client.SidestatClient;
import io.sidestat.client.Timer;

/** This client with so few buffers that callers send nearly all datagrams themselves. */
public final class SidestatCallerSendsContender implements Contender {
  private final SidestatClient client;
  private final Timer timer;

  public SidestatCallerSendsContender(int port) {
    client = SidestatClient.builder().host("127.0.0.1").port(port).buffersMax(8).build();
    timer = client.timer("ResponseTime", "Endpoint", "/api/x", "Zone", "a", "Tier", "web");
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
