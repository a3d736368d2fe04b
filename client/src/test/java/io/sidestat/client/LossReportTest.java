package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the collector is told of samples that never left the client. */
class LossReportTest {

  private final MemorySink sink = new MemorySink();

  private SidestatClientBuilder builder() {
    return new SidestatClientBuilder(name -> null).prefix("app").tag("Environment", "test");
  }

  @Test
  void losses_ofSeveralReasons_areToldByReasonAndNotAsSamples() {
    SidestatClient client = builder().datagramBytesMax(128).build(sink);
    client.timer("t").recordNanos(-1);
    client.timer("t").recordNanos(-2);
    client.set("s").add("x".repeat(200));
    client.counter("c").increment();
    client.close();
    ClientStats stats = client.stats();

    // In one line or two, as the sender's thread comes by in between or not.
    assertEquals(2, told("invalid"));
    assertEquals(1, told("too_long"));
    assertTrue(sink.lines().contains("app.c:1|c|#Environment:test"), sink.lines()::toString);
    assertEquals(4, stats.samplesAccepted());
    assertEquals(1, stats.samplesSent());
    assertEquals(3, stats.samplesDropped());
    assertEquals(0, stats.samplesBuffered());
  }

  private long told(String reason) {
    String line = "Sidestat/ClientSamplesLost:(\\d+)\\|c\\|#Reason:" + reason + ",Environment:test";
    return sink.lines().stream()
        .filter(found -> found.matches(line))
        .mapToLong(found -> Long.parseLong(found.replaceAll(line, "$1")))
        .sum();
  }

  @Test
  void loss_whileTheKernelIsFull_isToldOnceThereIsRoom() {
    sink.full = send -> send < 200;
    SidestatClient client = builder().buffersMax(8).build(sink);
    Counter counter = client.counter("c");
    for (int sample = 0; sample < 10_000; sample++) {
      counter.increment();
    }
    sink.full = send -> false;
    client.close();

    long told = told("no_room");
    assertTrue(told > 0, () -> client.stats().toString());
    assertTrue(told <= client.stats().samplesDropped(), () -> client.stats().toString());
  }

  @Test
  void nothingLost_isNotTold() {
    try (SidestatClient client = builder().build(sink)) {
      client.counter("c").increment();
    }

    assertEquals(List.of("app.c:1|c|#Environment:test"), sink.lines());
  }

  @Test
  void losses_ifNotWanted_areNotTold() {
    try (SidestatClient client = builder().selfMetrics(false).build(sink)) {
      client.timer("t").recordNanos(-1);
      client.counter("c").increment();
    }

    assertEquals(List.of("app.c:1|c|#Environment:test"), sink.lines());
  }
}
