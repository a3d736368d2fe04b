package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Commands beside a running collector and without one. */
final class PackagedJarCommandsIT extends PackagedJarFixture {
  @Test
  void command_outputCannotBeWritten_saysSoAndEndsWith1() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();
    assertEquals(0, collector.terminate());

    assertEquals(1, outboxStatus("> /dev/full"));
    assertTrue(Files.readString(directory.resolve("err")).contains("could not be written"));
    assertEquals(0, outboxStatus("| true"), "who reads no more has what he wants");
    assertEquals("", Files.readString(directory.resolve("err")));
  }

  private int outboxStatus(String outputTo) throws Exception {
    return new ProcessBuilder(
            "bash",
            "-c",
            "set -o pipefail; \"$0\" -jar \"$1\" outbox status --journal-path=\"$2\" " + outputTo,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            System.getProperty("sidestat.jar", "target/sidestat.jar"),
            journal.toString())
        .redirectError(directory.resolve("err").toFile())
        .start()
        .waitFor();
  }

  @Test
  void query_whileTheCollectorRuns_printsTheTruth() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();
    Truth truth = new Truth();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= 2000; i++) {
      double millis = Math.round(120 * Math.exp(0.5 * random.nextGaussian()) * 1e3) / 1e3;
      truth.add(millis);
      send(collector, "ResponseTime:" + millis + "|ms|#Endpoint:/api/x");
      if (i % 100 == 0) {
        collector.awaitReceived(i);
      }
    }
    collector.await("all is journaled", () -> journaled("ResponseTime") == truth.count());

    SidestatProcess table =
        command("query", "ResponseTime", "--by", "Endpoint", "--journal-path=" + journal);
    SidestatProcess json =
        command(
            "query",
            "ResponseTime",
            "-d",
            "Endpoint=/api/x",
            "--json",
            "--journal-path=" + journal);

    assertEquals(0, table.exitCode(), table.stderr());
    List<String> lines = table.stdout().lines().toList();
    assertEquals(
        List.of("Endpoint", "unit", "count", "avg", "p50", "p95", "p99", "max"),
        List.of(lines.get(0).trim().split("\\s+")));
    assertTrue(table.stdout().contains("/api/x"), table.stdout());
    assertEquals(0, json.exitCode(), json.stderr());
    JsonNode row = new ObjectMapper().readTree(json.stdout()).path(0);
    assertEquals("Milliseconds", row.path("unit").asText());
    JsonNode statistics = row.path("statistics");
    assertEquals(truth.count(), statistics.path("count").asInt());
    assertEquals(truth.percentile(100), statistics.path("max").asDouble());
    for (int percent : new int[] {50, 95, 99}) {
      truth.assertPercentile(percent, statistics.path("p" + percent).asDouble());
    }
    assertEquals(0, collector.terminate());
  }

  @Test
  void admin_halfARequest_holdsUpNoOther() throws Exception {
    SidestatProcess collector = run(Map.of());
    URI admin = collector.awaitListening().adminAddress();
    try (Socket half = new Socket(admin.getHost(), admin.getPort())) {
      half.getOutputStream().write("GET /hea".getBytes(StandardCharsets.UTF_8));
      half.getOutputStream().flush();

      assertEquals("off", collector.status().path("publishing").asText());
    }
  }

  @Test
  void query_periodOfZero_isAMistakeInTheCall() throws Exception {
    SidestatProcess query = command("query", "x", "--period", "0s");

    assertEquals(2, query.exitCode());
    assertTrue(query.stderr().contains("not a duration: \"0s\""), query.stderr());
  }

  @Test
  void demo_threeSeconds_addsUp() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "3s");

    assertEquals(0, demo.exitCode(), () -> "demo failed");
    assertTrue(demo.stdout().contains("/api/ai/recommendations"), demo.stdout());
  }

  @Test
  void demo_keepRunning_staysUpAfterItsTableAndEndsWithAnother() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "2s", "--keep-running");
    demo.await("the first table", () -> demo.stdout().contains("Staying up"));
    String first = demo.stdout();

    assertEquals(0, demo.terminate(), demo::toString);
    assertTrue(first.contains("It all adds up"), first);
    assertTrue(demo.stdout().substring(first.length()).contains("It all adds up"), demo.stdout());
  }

  @Test
  void demo_samplesOfOthers_areNotCountedAgainstIt() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "4s");
    demo.await("the address", () -> demo.stdout().contains("udp 127.0.0.1:"));
    String port = demo.stdout().replaceAll("(?s).*?udp 127\\.0\\.0\\.1:(\\d+).*", "$1");
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] lines = "ResponseTime:42|ms|#Endpoint:/mine\nbad".getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              lines, lines.length, InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    }

    assertEquals(0, demo.exitCode(), demo::toString);
    assertTrue(demo.stdout().contains("0 lost, 1 rejected"), demo.stdout());
  }
}
