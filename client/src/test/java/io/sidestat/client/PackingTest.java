package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several values in one line, and the bounds that hold all the same. */
class PackingTest {

  private final MemorySink sink = new MemorySink();

  private SidestatClientBuilder builder() {
    return new SidestatClientBuilder(name -> null).buffersMax(1_024);
  }

  @Test
  void values_ofOneInstrument_shareALine() {
    try (SidestatClient client = builder().build(sink)) {
      Timer timer = client.timer("t", "k", "v").packed();
      timer.recordNanos(1_500_000);
      timer.recordMillis(2);
      timer.recordMillis(1e300);
      timer.recordNanos(0);
    }

    String huge = Decimal.text(1e300);
    assertEquals(List.of("t:1.5:2:" + huge + ":0|ms|#k:v"), sink.lines());
  }

  @Test
  void values_withOthersBetween_shareALineAllTheSame() {
    try (SidestatClient client = builder().build(sink)) {
      Timer timer = client.timer("t").packed();
      timer.recordNanos(1_000_000);
      client.timer("t").recordNanos(3_000_000);
      timer.recordNanos(2_000_000);
    }

    assertEquals(List.of("t:3|ms", "t:1:2|ms"), sink.lines());
  }

  @Test
  void values_ofMoreTimersThanHaveLanes_shareALineWhereNothingComesBetween() {
    try (SidestatClient client = builder().buffersMax(8).build(sink)) {
      Timer timer = client.timer("t").packed();
      timer.recordNanos(1_000_000);
      timer.recordNanos(2_000_000);
      client.timer("t").recordNanos(3_000_000);
      timer.recordNanos(4_000_000);
    }

    assertEquals(List.of("t:1:2|ms", "t:3|ms", "t:4|ms"), sink.lines());
  }

  /** However many are made, and however few buffers there are, others have room. */
  @Test
  void timers_packedWithoutEnd_leaveRoomForOthers() {
    for (int buffers : List.of(8, 20, 512)) {
      try (SidestatClient client = builder().buffersMax(buffers).build(sink)) {
        Await.until("open", sink::isOpen);
        for (int timer = 0; timer < 1_000; timer++) {
          client.timer("t" + timer).packed().recordNanos(1_000_000);
          client.counter("c").increment();
        }
        assertEquals(0, client.stats().samplesDropped(), client.stats()::toString);
      }
    }

    assertEquals(6_000, sink.lines().size());
  }

  @Test
  void values_sampled_packToo() {
    try (SidestatClient client = builder().build(sink)) {
      Timer timer = client.timer("t").packed().sampleRate(0.999999);
      timer.recordNanos(1_000_000);
      timer.recordNanos(2_000_000);
    }

    assertEquals(List.of("t:1:2|ms|@0.999999"), sink.lines());
  }

  /** Each value in order, each datagram within the bound and all but the last nearly full. */
  @Test
  void values_manyOfThem_fillDatagramsAndNeverPassTheBound() {
    List<String> expected = new ArrayList<>();
    try (SidestatClient client = builder().datagramBytesMax(128).build(sink)) {
      Timer timer = client.timer("timer.name", "Endpoint", "/api/x").packed();
      for (int value = 0; value < 2_000; value++) {
        timer.recordNanos(value * 1_000_000L);
        expected.add(Integer.toString(value));
      }
    }

    List<String> found = new ArrayList<>();
    List<String> datagrams = sink.datagrams();
    for (String datagram : datagrams) {
      assertTrue(datagram.length() <= 128, datagram);
      assertTrue(datagram.endsWith("|ms|#Endpoint:/api/x"), datagram);
      String values = datagram.substring("timer.name:".length(), datagram.indexOf('|'));
      found.addAll(List.of(values.split(":", -1)));
    }
    assertEquals(expected, found);
    for (String datagram : datagrams.subList(0, datagrams.size() - 1)) {
      assertTrue(datagram.length() > 128 - 5, datagram);
    }
  }
}
