package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each datagram says which samples are in it. */
class SequenceLinesTest {

  private static final String LINE = "_sidestat:([0-9a-f]{16}):(\\d{15}):(\\d{5})";

  private final MemorySink sink = new MemorySink();

  private SidestatClientBuilder builder() {
    return SidestatClient.builder().sequenceLines(true).buffersMax(1_024);
  }

  @Test
  void datagrams_ofAClient_countOnFromOneToTheNext() {
    try (SidestatClient client = builder().datagramBytesMax(128).build(sink)) {
      Timer timer = client.timer("t");
      for (int sample = 0; sample < 1_000; sample++) {
        timer.recordNanos(sample);
      }
    }

    long next = 0;
    String name = sink.lines().get(0).replaceAll(LINE, "$1");
    for (String datagram : sink.datagrams()) {
      assertTrue(datagram.length() <= 128, datagram);
      List<String> lines = UdpReceiver.linesOf(datagram);
      String first = lines.get(0);
      assertTrue(first.matches(LINE), first);
      assertEquals(name, first.replaceAll(LINE, "$1"));
      assertEquals(next, Long.parseLong(first.replaceAll(LINE, "$2")));
      assertEquals(lines.size() - 1, Integer.parseInt(first.replaceAll(LINE, "$3")));
      next += lines.size() - 1;
    }
    assertEquals(1_000, next);
  }

  @Test
  void datagram_triedAgain_keepsItsNumber() {
    sink.full = send -> send <= 20;
    try (SidestatClient client = builder().build(sink)) {
      client.increment("c");
    }

    assertEquals("0", sink.lines().get(0).replaceAll(LINE, "$2").replaceAll("^0+(?=.)", ""));
    assertEquals("c:1|c", sink.lines().get(1));
  }

  @Test
  void clients_ofOneProcess_haveNamesOfTheirOwn() {
    MemorySink other = new MemorySink();
    try (SidestatClient client = builder().build(sink);
        SidestatClient second = builder().build(other)) {
      client.increment("c");
      second.increment("c");
    }

    assertNotEquals(
        sink.lines().get(0).replaceAll(LINE, "$1"), other.lines().get(0).replaceAll(LINE, "$1"));
  }

  @Test
  void line_thatFitsADatagramOnlyWithoutTheNumbers_isTooLong() {
    SidestatClient client = builder().selfMetrics(false).datagramBytesMax(100).build(sink);
    client.increment("c".repeat(47));
    client.increment("c".repeat(48));
    client.close();

    assertEquals(2, sink.lines().size(), sink.lines()::toString);
    assertEquals(1, client.stats().samplesDropped(DropReason.TOO_LONG));
  }
}
