package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.FakeSts;
import io.sidestat.collector.cloudwatch.MetricKey;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} of the packaged jar, in set-ups that are well and in broken ones. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
final class DoctorIT {
  private static final MetricKey DOCTOR =
      new MetricKey("ReFit/AI", "Sidestat/Doctor", "Count", Map.of("Environment", "production"));

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final FakeSts sts = FakeSts.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(cloudWatch, sts));
  private final Map<String, String> environment = new HashMap<>();
  private Path directory;
  private int udp;
  private int admin;

  @BeforeEach
  void use(@TempDir Path directory) throws IOException {
    this.directory = directory;
    udp = freePort();
    admin = freePort();
    environment.putAll(
        Map.of(
            "CLOUDWATCH_METRICS_ENABLED", "true",
            "ENVIRONMENT", "production",
            "AWS_REGION", "ap-northeast-2",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "SIDESTAT_NAMESPACE", "ReFit/AI",
            "SIDESTAT_INTERVAL", "1s"));
    environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", cloudWatch.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_STS", sts.endpoint().toString());
    environment.put("SIDESTAT_LISTEN_UDP", "127.0.0.1:" + udp);
    environment.put("SIDESTAT_ADMIN_ADDRESS", "127.0.0.1:" + admin);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Test
  void doctor_allWell_endsWithZeroAndStoresNothing_thenLinesAreRejected() throws Exception {
    SidestatProcess collector = run();
    send("ResponseTime:42|ms|#Endpoint:/a\nRequestCount:1|c|#Endpoint:/a,StatusCode:2xx");
    collector.await("it is sent", () -> !cloudWatch.metrics().isEmpty());
    Path slo =
        Files.writeString(
            directory.resolve("slo.yaml"),
            """
            services:
              - {name: ai, environment: production, endpoints: [/a], objectives: [availability: 99%]}
            """);

    String well = ends(0, "--slo", slo.toString(), "--region", "ap-northeast-2");

    assertTrue(well.contains("ok       collector: runs, version "), well);
    assertTrue(well.contains("ok       samples: 2 received in 1 datagrams"), well);
    assertTrue(well.contains("ok       identity: " + FakeSts.ARN), well);
    assertTrue(well.contains("ok       permission: a request without data"), well);
    assertTrue(well.contains("ok       objectives: Endpoint=/a"), well);
    assertTrue(well.contains("summary: nothing is wrong"), well);
    assertEquals(0, cloudWatch.metric(DOCTOR).datums().size());

    send("ResponseTime:abc|ms");
    collector.awaitReceived(3);

    String rejected = ends(1);
    assertTrue(rejected.contains("WRONG    lines: 1 of 3 samples rejected"), rejected);
    assertTrue(rejected.contains("the last \"ResponseTime:abc|ms\""), rejected);
  }

  @Test
  void doctor_nobodySendsAndSwitchedOffAfterwards_saysBoth() throws Exception {
    SidestatProcess collector = run();
    String young = ends(0);
    assertTrue(young.contains("note     samples: none received yet"), young);
    assertEquals(0, collector.terminate());

    environment.put("CLOUDWATCH_METRICS_ENABLED", "false");
    String off = ends(1);

    assertTrue(
        off.contains("summary: most likely publishing: off: publish.enabled=false (environment"),
        off);
    assertTrue(off.contains("WRONG    collector: not running"), off);
    assertTrue(off.contains("skipped  aws: not asked"), off);
  }

  @Test
  void doctor_denied_namesTheStatement_andSendStoresExactlyOneDatum() throws Exception {
    cloudWatch.alwaysAnswer(Answer.accessDenied());

    JsonNode json = new ObjectMapper().readTree(ends(1, "--json"));

    JsonNode permission = finding(json, "permission");
    assertEquals("wrong", permission.path("level").asText());
    assertTrue(permission.path("found").asText().startsWith(FakeSts.ARN + " may not call"));
    assertTrue(permission.path("toDo").asText().contains("the policy of the role web: {\"Effect"));

    cloudWatch.alwaysAnswer(Answer.accept());
    String sent = ends(1, "--send", "--region", "us-east-1");

    assertTrue(sent.contains("ok       permission: CloudWatch took 1 datum"), sent);
    assertTrue(sent.contains("WRONG    region: metrics go to ap-northeast-2, and"), sent);
    assertEquals(1, cloudWatch.metric(DOCTOR).datums().size());
    assertEquals(1, cloudWatch.metrics().size());
  }

  @Test
  void doctor_everythingHangs_endsInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(admin, 1, InetAddress.getLoopbackAddress())) {
      cloudWatch.alwaysAnswer(Answer.hang());
      environment.put("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:" + silent.getLocalPort());

      // SidestatProcess waits 15 s at most.
      String hangs = ends(1);

      assertTrue(hangs.contains("WRONG    collector: not found: whoever holds"), hangs);
      assertTrue(hangs.contains("WRONG    endpoint: " + cloudWatch.endpoint()), hangs);
      assertTrue(hangs.contains("note     identity"), hangs);
    }
  }

  @Test
  void doctor_endpointAwayAndPortHeld_saysWhoHoldsIt() throws Exception {
    environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:" + freePort());
    try (DatagramSocket held = new DatagramSocket(udp, InetAddress.getLoopbackAddress())) {
      String text = ends(1);

      assertTrue(
          text.contains(
              "WRONG    port: udp 127.0.0.1:%d is held by".formatted(held.getLocalPort())),
          text);
      assertTrue(text.contains("Connection refused"), text);
      assertTrue(text.contains("skipped  permission"), text);
    }
  }

  @Test
  void doctor_mistakes_listsAllAndEndsWithTwo() throws Exception {
    Path broken =
        Files.writeString(directory.resolve("broken.yaml"), "intervall: 5s\naccuracy: 9%\n");

    String text = ends(2, "--config", broken.toString());

    assertTrue(text.contains("WRONG    configuration: there are 2 mistakes"), text);
    assertTrue(text.contains("did you mean \"interval\"?"), text);
    assertTrue(text.contains("broken.yaml:2: accuracy: found \"9%\""), text);
  }

  private static JsonNode finding(JsonNode json, String check) {
    for (JsonNode finding : json.path("findings")) {
      if (finding.path("check").asText().equals(check)) {
        return finding;
      }
    }
    throw new AssertionError("no " + check + " in " + json);
  }

  private SidestatProcess run() throws IOException {
    SidestatProcess collector = SidestatProcess.start(directory, environment, "run");
    // Closed before the endpoints.
    open.add(0, collector);
    return collector.awaitListening();
  }

  /** Runs the doctor; what it prints, if it ends so and nothing else is printed. */
  private String ends(int exitCode, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("doctor"));
    command.addAll(List.of(arguments));
    try (SidestatProcess doctor =
        SidestatProcess.start(directory, environment, command.toArray(String[]::new))) {
      int ended = doctor.exitCode();
      assertEquals(exitCode, ended, doctor.stdout() + doctor.stderr());
      assertEquals("", doctor.stderr());
      return doctor.stdout();
    }
  }

  private void send(String lines) throws IOException {
    Datagram.send(udp, lines);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
