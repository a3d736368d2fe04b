package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InstrumentLinesTest {

  @Test
  void timerRecord_nanoseconds_areExactWithoutTrailingZeros() {
    assertLines(
        client -> {
          Timer timer = client.timer("t");
          timer.recordNanos(12_345_678);
          timer.recordNanos(12_000_000);
          timer.recordNanos(1);
          timer.recordNanos(0);
          timer.recordNanos(120_500_000);
          timer.recordNanos(Long.MAX_VALUE);
          timer.record(Duration.ofSeconds(3));
          timer.record(Duration.ofNanos(1_500));
        },
        "t:12.345678|ms",
        "t:12|ms",
        "t:0.000001|ms",
        "t:0|ms",
        "t:120.5|ms",
        "t:9223372036854.775807|ms",
        "t:3000|ms",
        "t:0.0015|ms");
  }

  @Test
  void timerRecordMillis_fractions_keepSixDigitsExactlyAndOthersToAPicosecond() {
    assertLines(
        client -> {
          Timer timer = client.timer("t");
          timer.recordMillis(12.345);
          timer.recordMillis(1e-9);
          timer.recordMillis(-0.0);
          timer.recordMillis(1.0 / 3);
        },
        "t:12.345|ms",
        "t:0.000000001|ms",
        "t:0|ms",
        "t:0.333333333333|ms");
  }

  @Test
  void tags_ofTheInstrument_comeBeforeConstantOnesAndWin() {
    MemorySink sink = new MemorySink();
    try (SidestatClient client =
        SidestatClient.builder()
            .prefix("p")
            .tag("Environment", "prod")
            .tag("Zone", "a")
            .build(sink)) {
      client.timer("t", "Endpoint", "/api/x").recordMillis(12.345);
      client.counter("c", "Zone", "b").increment();
      client.count("d", 3, 0.5);
    }
    assertEquals(
        List.of(
            "p.t:12.345|ms|#Endpoint:/api/x,Environment:prod,Zone:a",
            "p.c:1|c|#Zone:b,Environment:prod",
            "p.d:3|c|@0.5|#Environment:prod,Zone:a"),
        sink.lines());
  }

  @Test
  void counter_eachMethod_writesItsLine() {
    assertLines(
        client -> {
          Counter counter = client.counter("c", "StatusCode", "2xx");
          counter.increment();
          counter.add(5);
          counter.add(-2);
          counter.add(2.5);
        },
        "c:1|c|#StatusCode:2xx",
        "c:5|c|#StatusCode:2xx",
        "c:-2|c|#StatusCode:2xx",
        "c:2.5|c|#StatusCode:2xx");
  }

  @Test
  void gauge_eachMethod_writesItsLines() {
    assertLines(
        client -> {
          Gauge gauge = client.gauge("g", "k", "v");
          gauge.set(3);
          gauge.set(-3);
          gauge.set(-0.5);
          gauge.set(-0.0);
          gauge.adjust(4);
          gauge.adjust(-4.5);
          gauge.adjust(-0.0);
        },
        "g:3|g|#k:v",
        "g:0|g|#k:v",
        "g:-3|g|#k:v",
        "g:0|g|#k:v",
        "g:-0.5|g|#k:v",
        "g:0|g|#k:v",
        "g:+4|g|#k:v",
        "g:-4.5|g|#k:v",
        "g:+0|g|#k:v");
  }

  @Test
  void set_members_areSanitised() {
    assertLines(
        client -> {
          UniqueSet users = client.set("s");
          users.add("x:1@é");
          users.add("a|b\nc");
          client.set("s", "k", "v").add("y");
        },
        "s:x:1@é|s",
        "s:a_b_c|s",
        "s:y|s|#k:v");
  }

  @Test
  void names_withCharactersThatBreakLines_areSanitised() {
    assertLines(
        client -> {
          client.counter("a:b|c@d#e,f\ng\u0000h/é", "k:|@#,\r", "v:|@#,\t/ü").increment();
          client.increment("a:b|c@d\ne");
        },
        "a_b_c_d_e_f_g_h/é:1|c|#k______:v:_____/ü",
        "a_b_c_d_e:1|c");
  }

  private static void assertLines(Consumer<SidestatClient> calls, String... expected) {
    MemorySink sink = new MemorySink();
    try (SidestatClient client = SidestatClient.builder().build(sink)) {
      calls.accept(client);
    }
    assertEquals(List.of(expected), sink.lines());
  }
}
