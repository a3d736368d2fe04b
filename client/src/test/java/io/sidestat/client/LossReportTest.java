package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
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

    List<String> lines = sink.lines().stream().sorted().collect(Collectors.toList());
    assertEquals(
        List.of(
            "Sidestat/ClientSamplesLost:1|c|#Reason:too_long,Environment:test",
            "Sidestat/ClientSamplesLost:2|c|#Reason:invalid,Environment:test",
            "app.c:1|c|#Environment:test"),
        lines);
    assertEquals(4, stats.samplesAccepted());
    assertEquals(1, stats.samplesSent());
    assertEquals(3, stats.samplesDropped());
    assertEquals(0, stats.samplesBuffered());
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

    long told =
        sink.lines().stream()
            .filter(line -> line.startsWith("Sidestat/ClientSamplesLost:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".*:(\\d+)\\|c.*", "$1")))
            .sum();
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
