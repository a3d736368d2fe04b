package io.sidestat.client.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.UdpReceiver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredRequestTest {

  private final UdpReceiver receiver = new UdpReceiver();
  private final SidestatClient client =
      SidestatClient.builder()
          .host("127.0.0.1")
          .port(receiver.port())
          .linger(Duration.ofMillis(10))
          .build();
  private final HttpMetrics metrics = HttpMetrics.of(client);

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  @Test
  void endpoint_isTheFirstThatIsKnown() throws Exception {
    assertEquals("/named", endpoint("/named", "/spring/{id}", "/*", 200));
    assertEquals("/spring/{id}", endpoint(null, "/spring/{id}", "/*", 200));
    assertEquals("/*", endpoint(null, null, "/*", 200));
    assertEquals("unmatched", endpoint(null, null, null, 200));
  }

  @Test
  void endpoint_passesOverWhatIsNoText() throws Exception {
    assertEquals("/spring/{id}", endpoint(17, "/spring/{id}", "/*", 200));
    assertEquals("/x", endpoint(" ", new Object(), "/x", 200));
  }

  @Test
  void endpoint_ofTheEmptyPattern_isTheRoot() throws Exception {
    assertEquals("/", endpoint(null, null, "", 200));
  }

  @Test
  void endpoint_ofNotFound_isUnmatchedOnlyIfItMatchesAll() throws Exception {
    assertEquals("unmatched", endpoint(null, null, "/", 404));
    assertEquals("unmatched", endpoint(null, "/**", "/", 404));
    assertEquals("/users/{id}", endpoint(null, "/users/{id}", "/", 404));
    assertEquals("/api/*", endpoint(null, null, "/api/*", 404));
    assertEquals("/", endpoint(null, null, "/", 405));
  }

  @Test
  void end_calledAgain_recordsNothing() {
    MeasuredRequest measured = new MeasuredRequest(metrics);
    measured.end(200);
    measured.end(500);

    assertEquals(2, client.stats().samplesAccepted());
  }

  private String endpoint(
      @Nullable Object named, @Nullable Object spring, @Nullable String mapping, int status)
      throws Exception {
    MeasuredRequest measured = new MeasuredRequest(metrics);
    measured.routed(named, spring, mapping);
    measured.end(status);
    List<String> lines = receiver.lines(2);
    return lines.get(0).replaceFirst(".*Endpoint:", "");
  }
}
