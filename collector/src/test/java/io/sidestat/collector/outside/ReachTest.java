package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far one gets to an address. */
class ReachTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final ServerSocket server;

  ReachTest() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void reach_httpThatListens_getsAllTheWay() {
    Reach reach = reach("http");

    assertEquals(Optional.empty(), reach.step());
    assertEquals("127.0.0.1 (127.0.0.1) port " + server.getLocalPort(), reach.words());
  }

  @Test
  void reach_httpsThatSaysNothing_failsAtTls() {
    assertEquals(Optional.of(Reach.Step.TLS), reach("https").step());
  }

  @Test
  void reach_nobodyThere_failsAtTheConnection() throws IOException {
    server.close();

    Reach reach = reach("https");

    assertEquals(Optional.of(Reach.Step.CONNECTION), reach.step());
    assertTrue(reach.words().endsWith(": Connection refused"), reach.words());
  }

  @Test
  void reach_nameOfNobody_failsAtTheName() {
    Reach reach = Reach.of(URI.create("https://cloudwatch.invalid"), PATIENCE);

    assertEquals(Optional.of(Reach.Step.NAME), reach.step());
  }

  private Reach reach(String scheme) {
    return Reach.of(URI.create(scheme + "://127.0.0.1:" + server.getLocalPort()), PATIENCE);
  }
}
