package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The command as it is called: what it prints where, and with which exit code it ends. */
final class AlarmsCommandTest {
  private static final String TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:on-call";

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void call_example_printsACloudFormationTemplate() throws Exception {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--namespace=ReFit/AI", "--topic=" + TOPIC));

    JsonNode template = new ObjectMapper().readTree(out.toString());
    assertEquals("2010-09-09", template.at("/AWSTemplateFormatVersion").asText());
    // For each endpoint four windows, a composite and a percentile, and two on the collectors.
    assertEquals(3 * 6 + 2, template.at("/Resources").size());
    assertEquals("", err.toString());
  }

  @Test
  void call_yaml_isTheSameDocument() throws Exception {
    Path slo =
        Files.writeString(
            directory.resolve("odd.yaml"),
            """
            services:
              - name: "q'u\\"o: # & * ! | > %"
                environment: "on"
                endpoints: ["12:30", "2010-09-09", "~", "yes", "0x1f", "1e3", "- a", "/{id}?x=[1]"]
                objectives: [{availability: 99.9%}, {latency: p95 < 0.5 ms}]
            """);
    assertEquals(0, run("--slo=" + slo, "--application-signals"));
    JsonNode json = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);

    assertEquals(0, run("--slo=" + slo, "--application-signals", "--format=YAML"));

    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(out.toString());
    assertEquals(json, new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(yaml)));
    assertTrue(out.toString().contains("Value: \"on\"\n"), out::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "JSON", "cloudformation-json", "CloudFormation-JSON"})
  void call_formatsOfJson_areAlike(String format) {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--format=" + format));

    assertTrue(out.toString().startsWith("{\n  \"AWSTemplateFormatVersion\""), out::toString);
  }

  @Test
  void call_terraform_printsResources() throws Exception {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--format=terraform"));

    JsonNode resource = new ObjectMapper().readTree(out.toString()).at("/resource");
    assertEquals(3 * 5 + 2, resource.at("/aws_cloudwatch_metric_alarm").size());
    assertEquals(3, resource.at("/aws_cloudwatch_composite_alarm").size());
  }

  @Test
  void call_withoutTopic_saysThatNobodyIsTold() {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--namespace=ReFit/AI"));

    assertEquals("note: without --topic the alarms tell nobody; they only show\n", err.toString());
  }

  @Test
  void call_otherNamespace_isNoted() {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--topic=" + TOPIC));

    assertTrue(
        err.toString().startsWith("note: service ai: its namespace is ReFit/AI"), err::toString);
  }

  @Test
  void call_metricThatIsNotPublished_printsNoTemplate() {
    assertEquals(
        2, run("--slo=../docs/slo.yaml", "--namespace=ReFit/AI", "--publish-original=false"));

    assertEquals("", out.toString());
    assertEquals(
        """
        sidestat: RequestCount is not published by [Endpoint, Environment, StatusCode]: add the roll-up [Endpoint, Environment, StatusCode] to rollups
        an alarm on a metric that nobody publishes would never fire, so none is printed
        """,
        err.toString());
  }

  @Test
  void call_mistakesInTheFile_areListed() throws Exception {
    Path slo = Files.writeString(directory.resolve("slo.yaml"), "services: [{name: a}]");

    assertEquals(2, run("--slo=" + slo));

    assertEquals("", out.toString());
    assertTrue(err.toString().contains("slo.yaml:1: service 1: objectives: is missing"));
  }

  @Test
  void call_hosts_areInTheAlarm() throws Exception {
    assertEquals(0, run("--slo=../docs/slo.yaml", "--hosts=12", "--interval=30s"));

    List<String> thresholds = new ArrayList<>();
    for (JsonNode resource : new ObjectMapper().readTree(out.toString()).at("/Resources")) {
      if (resource.at("/Properties/AlarmName").asText().endsWith("hosts missing")) {
        thresholds.add(resource.at("/Properties/Threshold").toString());
      }
    }
    // Two heartbeats a minute of each, but half a host's.
    assertEquals(List.of("23"), thresholds);
  }

  @Test
  void call_moreThan500Resources_isRefusedWithAdvice() throws Exception {
    Path slo = many(84);

    assertEquals(2, run("--slo=" + slo, "--topic=" + TOPIC));

    assertEquals("", out.toString());
    assertTrue(
        err.toString().contains("at most 500 resources, and these are 506: split the file"),
        err::toString);
  }

  @Test
  void call_moreThan500ResourcesForTerraform_isPrinted() throws Exception {
    assertEquals(0, run("--slo=" + many(84), "--format=terraform", "--topic=" + TOPIC));

    assertEquals("", err.toString());
  }

  @Test
  void call_largeTemplate_saysHowToDeployIt() throws Exception {
    assertEquals(0, run("--slo=" + many(83), "--topic=" + TOPIC));

    assertTrue(err.toString().contains("only by way of S3"), err::toString);
  }

  @Test
  void call_applicationSignalsForTerraform_isRefused() {
    assertEquals(2, run("--slo=../docs/slo.yaml", "--application-signals", "--format=terraform"));

    assertTrue(
        err.toString().startsWith("--application-signals goes with the CloudFormation"),
        err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--topic=on-call",
        "--topic=arn:aws:sqs:ap-northeast-2:123456789012:on-call",
        "--topic=arn:aws:sns:ap-northeast-2:123456789012:\u001B[31m",
        "--hosts=0",
        "--hosts=1000001",
        "--format=xml"
      })
  void call_mistakes_endWithTwo(String argument) {
    assertEquals(2, run("--slo=../docs/slo.yaml", argument));

    assertEquals("", out.toString());
    assertFalse(err.toString().contains("\u001B"), err::toString);
  }

  @Test
  void call_sixTopics_isOneTooMany() {
    List<String> arguments = new ArrayList<>(List.of("--slo=../docs/slo.yaml"));
    IntStream.range(0, 6).forEach(i -> arguments.add("--topic=" + TOPIC + i));

    assertEquals(2, run(arguments.toArray(String[]::new)));
    assertTrue(err.toString().startsWith("--topic: found 6, allowed: up to 5"), err::toString);
  }

  /** A service of so many endpoints, six resources each. */
  private Path many(int endpoints) throws IOException {
    String list =
        IntStream.range(0, endpoints).mapToObj(i -> "/" + i).collect(Collectors.joining(", "));
    return Files.writeString(
        directory.resolve("many.yaml"),
        "services: [{name: a, environment: e, endpoints: [%s], objectives: [availability: 99%%, latency: p95 < 1 s]}]"
            .formatted(list));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("alarms"));
    all.addAll(List.of(arguments));
    return Main.commandLine(Map.of("HOME", directory.toString()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
