package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The command over the real SDK against an endpoint of the test's, at 12:10 on a clock that moves
 * when the command waits.
 */
abstract class VerifyFixture {
  static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  static final String SLO =
      """
      services:
        - name: ai
          namespace: ReFit/AI
          environment: production
          endpoints: [/api/ai/recommendations]
          objectives:
            - availability: 99%
            - latency: p95 < 500 ms
            - latency: 90% < 400 ms
      """;

  @RegisterExtension final AwsProperties aws = new AwsProperties();
  final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<Duration> pauses = new ArrayList<>();
  final Map<String, String> environment = new HashMap<>();
  Instant now = NOON.plus(Duration.ofMinutes(10));
  @TempDir Path directory;

  @BeforeEach
  void environment() throws Exception {
    Files.writeString(directory.resolve("slo.yaml"), SLO);
    environment.put("HOME", directory.toString());
    environment.put("SIDESTAT_NAMESPACE", "ReFit/AI");
    environment.put("SIDESTAT_PUBLISH_ENDPOINT", cloudWatch.endpoint().toString());
  }

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  final int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--slo", directory + "/slo.yaml"));
    all.addAll(List.of(arguments));
    VerifyCommand command =
        new VerifyCommand(
            environment,
            () -> now,
            time -> {
              pauses.add(time);
              now = now.plus(time);
            });
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorPrinter())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  final JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(arguments));
    var unused = run(all.toArray(String[]::new));
    return new ObjectMapper().readTree(out.toString());
  }

  static SloTraffic traffic() {
    return new SloTraffic();
  }

  final void hold(SloTraffic traffic) {
    cloudWatch.hold(traffic.datums());
  }
}
