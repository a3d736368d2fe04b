package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's example compiles, runs, and stands in the README as it stands here. */
class ReadmeExampleTest {
  private static final int WAIT_MILLIS_MAX = 5_000;

  private int handled;

  @Test
  @SuppressWarnings("try") // The span is there to be closed, not to be used.
  void example_run_sendsBothLines() throws IOException {
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      collector.setSoTimeout(WAIT_MILLIS_MAX);
      try (SidestatClient client =
          SidestatClient.builder().host("127.0.0.1").port(collector.getLocalPort()).build()) {
        Timer responseTime = client.timer("ResponseTime", "Endpoint", "/api/x");
        Counter requests =
            client.counter("RequestCount", "Endpoint", "/api/x", "StatusCode", "2xx");

        try (Timer.Span span = responseTime.start()) {
          handleRequest();
        }
        requests.increment();
      }

      DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
      collector.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      assertEquals(1, handled);
      assertTrue(
          text.matches(
              "ResponseTime:[0-9.]+\\|ms\\|#Endpoint:/api/x\n"
                  + "RequestCount:1\\|c\\|#Endpoint:/api/x,StatusCode:2xx\n?"),
          text);
    }
  }

  @Test
  void example_inReadme_isTheOneAbove() throws IOException {
    String here =
        flattened(
            Files.readAllLines(Path.of("src/test/java/io/sidestat/client/ReadmeExampleTest.java")));
    List<String> readme = Files.readAllLines(Path.of("../README.md"));
    int start = readme.indexOf("```java") + 1;
    List<String> example =
        readme.subList(start, start + readme.subList(start, readme.size()).indexOf("```"));

    assertTrue(example.get(0).startsWith("SidestatClient client = SidestatClient.builder()"));
    String body = flattened(example.subList(1, example.size()));
    assertTrue(here.contains(body), body);
  }

  private void handleRequest() {
    handled++;
  }

  private static String flattened(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining()).replace(" ", "");
  }
}
