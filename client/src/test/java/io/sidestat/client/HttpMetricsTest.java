package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpMetricsTest {

  private final UdpReceiver receiver = new UdpReceiver();
  private final BlockingQueue<Exception> reports = new LinkedBlockingQueue<>();
  private final SidestatClient client = builder().build();

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  @Test
  void record_ofSuccess_sendsTimeAndCount() throws IOException {
    HttpMetrics.of(client).record("/api/x", 200, Duration.ofNanos(12_345_678));

    assertLines(
        "ResponseTime:12.345678|ms|#Endpoint:/api/x",
        "RequestCount:1|c|#Endpoint:/api/x,StatusCode:2xx");
  }

  @Test
  void record_ofServerError_sendsErrorToo() throws IOException {
    HttpMetrics.of(client).recordNanos("/users/{id}", 503, 1_500_000);

    assertLines(
        "ResponseTime:1.5|ms|#Endpoint:/users/{id}",
        "RequestCount:1|c|#Endpoint:/users/{id},StatusCode:5xx",
        "ErrorCount:1|c|#Endpoint:/users/{id}");
  }

  @Test
  void record_ofEachStatus_sendsItsClass() throws IOException {
    HttpMetrics metrics = HttpMetrics.of(client);
    for (int status : new int[] {100, 199, 200, 299, 300, 399, 400, 499}) {
      metrics.recordNanos("/x", status, 0);
    }

    List<String> expected = new ArrayList<>();
    for (String statusClass : List.of("1xx", "1xx", "2xx", "2xx", "3xx", "3xx", "4xx", "4xx")) {
      expected.add("ResponseTime:0|ms|#Endpoint:/x");
      expected.add("RequestCount:1|c|#Endpoint:/x,StatusCode:" + statusClass);
    }
    assertLines(expected.toArray(String[]::new));
  }

  @Test
  void record_withPrefixAndConstantTags_sendsThemToo() throws IOException {
    try (SidestatClient tagged =
        builder().prefix("shop").tag("Environment", "staging").tag("Endpoint", "none").build()) {
      HttpMetrics.of(tagged).recordNanos("/x", 599, 0);
    }

    assertEquals(
        List.of(
            "shop.ResponseTime:0|ms|#Endpoint:/x,Environment:staging",
            "shop.RequestCount:1|c|#Endpoint:/x,StatusCode:5xx,Environment:staging",
            "shop.ErrorCount:1|c|#Endpoint:/x,Environment:staging"),
        receiver.lines(3));
  }

  @Test
  void record_ofStatusOutOfRange_sendsTheTimeAndCountsTheRestAsInvalid() throws Exception {
    HttpMetrics metrics = HttpMetrics.of(client);
    for (int status : new int[] {0, 99, 600, 1_000, -200, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      metrics.recordNanos("/x", status, 1_000_000);
    }

    String time = "ResponseTime:1|ms|#Endpoint:/x";
    assertLines(time, time, time, time, time, time, time);
    assertInvalid(7, "expected=a status of 100 to 599, found=0, at=RequestCount:|c|#Endpoint:/x");
  }

  @Test
  void record_ofUnusableTime_sendsTheCountsAndCountsTheTimeAsInvalid() throws Exception {
    HttpMetrics metrics = HttpMetrics.of(client);
    metrics.recordNanos("/x", 200, -1);
    metrics.record("/x", 200, Duration.ofNanos(-1));
    metrics.record("/x", 200, Duration.ofSeconds(Long.MAX_VALUE));
    metrics.record("/x", 200, nothing());

    String count = "RequestCount:1|c|#Endpoint:/x,StatusCode:2xx";
    assertLines(count, count, count, count);
    assertInvalid(4, "found=-1, at=ResponseTime:|ms|#Endpoint:/x");
  }

  @Test
  void record_withoutEndpoint_isOneInvalidSample() throws Exception {
    HttpMetrics metrics = HttpMetrics.of(client);
    metrics.recordNanos(nothing(), 500, 1);
    metrics.record(nothing(), 500, Duration.ZERO);
    metrics.recordNanos("", 500, 1);
    metrics.recordNanos(" \t", 500, 1);

    assertInvalid(4, "expected=an endpoint, found=null, at=RequestCount:|c");
    assertLines();
  }

  @Test
  void record_ofNamesThatWouldBreakLines_sendsThemMended() throws IOException {
    HttpMetrics.of(client).recordNanos("/a|b,c#d\n{e:[0-9]+}", 204, 0);

    assertLines(
        "ResponseTime:0|ms|#Endpoint:/a_b_c_d_{e:[0-9]+}",
        "RequestCount:1|c|#Endpoint:/a_b_c_d_{e:[0-9]+},StatusCode:2xx");
  }

  @Test
  void endpoints_beyondTheBound_areOneAndToldOnce() throws Exception {
    HttpMetrics metrics = HttpMetrics.of(client, 2);
    for (int id = 1; id <= 100; id++) {
      metrics.recordNanos("/users/" + id, 200, 0);
      metrics.recordNanos("/users/1", 200, 0);
    }
    List<String> lines = receiver.lines(400);

    assertEquals(101, Collections.frequency(lines, "ResponseTime:0|ms|#Endpoint:/users/1"));
    assertEquals(1, Collections.frequency(lines, "ResponseTime:0|ms|#Endpoint:/users/2"));
    assertEquals(98, Collections.frequency(lines, "ResponseTime:0|ms|#Endpoint:__other__"));
    assertEquals(
        98, Collections.frequency(lines, "RequestCount:1|c|#Endpoint:__other__,StatusCode:2xx"));
    String report = report();
    assertTrue(report.contains("too many: most=2, endpoint=/users/3."), report);
    client.close();
    assertNull(reports.poll());
    assertEquals(0, client.stats().samplesDropped());
  }

  @Test
  void endpoints_thatAreTooLong_areFolded() throws Exception {
    HttpMetrics metrics = HttpMetrics.of(client);
    metrics.recordNanos("/" + "x".repeat(1_023), 200, 0);
    metrics.recordNanos("/" + "x".repeat(1_024), 200, 0);

    assertLines(
        "ResponseTime:0|ms|#Endpoint:/" + "x".repeat(1_023),
        "RequestCount:1|c|#Endpoint:/" + "x".repeat(1_023) + ",StatusCode:2xx",
        "ResponseTime:0|ms|#Endpoint:__other__",
        "RequestCount:1|c|#Endpoint:__other__,StatusCode:2xx");
    String report = report();
    assertTrue(report.contains("too long: characters=1025"), report);
  }

  @Test
  void endpoints_byDefault_areFiveHundred() {
    assertEquals(500, HttpMetrics.ENDPOINTS_MAX_DEFAULT);
    assertEquals(500, endpointsKept(HttpMetrics::of));
  }

  @Test
  void endpointsMax_outOfRange_isToldAndTheDefaultHolds() throws Exception {
    assertEquals(500, endpointsKept(sender -> HttpMetrics.of(sender, 0)));
    String report = report();
    assertEquals("endpointsMax is out of range: found=0, expected=1 to 100000; using 500", report);
  }

  @Test
  void record_afterClose_isCountedAsClosed() {
    HttpMetrics metrics = HttpMetrics.of(client);
    client.close();
    metrics.recordNanos("/x", 500, 0);
    assertEquals(3, client.stats().samplesDropped(DropReason.CLOSED));
  }

  @Test
  void of_withoutClient_failsAtStart() {
    assertThrows(NullPointerException.class, () -> HttpMetrics.of(nothing()));
  }

  /** Of 600 endpoints, those that are recorded under their names. */
  private long endpointsKept(Function<SidestatClient, HttpMetrics> maker) {
    MemorySink sink = new MemorySink();
    try (SidestatClient sender =
        SidestatClient.builder().selfMetrics(false).errorHandler(reports::add).build(sink)) {
      HttpMetrics metrics = maker.apply(sender);
      for (int number = 0; number < 600; number++) {
        metrics.recordNanos("/e" + number, 200, 0);
      }
    }
    return sink.lines().stream().filter(line -> line.matches("ResponseTime:.*/e\\d+")).count();
  }

  private SidestatClientBuilder builder() {
    return SidestatClient.builder()
        .selfMetrics(false)
        .host("127.0.0.1")
        .port(receiver.port())
        .linger(Duration.ofMillis(10))
        .errorHandler(reports::add);
  }

  /** These lines and none else, in this order. */
  private void assertLines(String... lines) throws IOException {
    assertEquals(List.of(lines), receiver.lines(lines.length));
    client.close();
    assertEquals(lines.length, client.stats().samplesSent());
  }

  private String report() throws InterruptedException {
    Exception report = reports.poll(10, TimeUnit.SECONDS);
    assertNotNull(report);
    return String.valueOf(report.getMessage());
  }

  private void assertInvalid(int samples, String told) throws InterruptedException {
    assertEquals(samples, client.stats().samplesDropped(DropReason.INVALID));
    String report = report();
    assertTrue(report.endsWith(told), report);
  }

  /** What code without null checks may pass. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // It is null to all of them.
  private static <T> T nothing() {
    return null;
  }
}
