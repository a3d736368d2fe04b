package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the CloudWatch agent, as people have them, and what becomes of them. */
final class ImportAgentConfigCommandTest {
  /** As the agent's wizard writes it, with logs, dimensions of EC2 and sums by some. */
  private static final String OF_THE_WIZARD =
      """
      {
        "agent": {"metrics_collection_interval": 60, "run_as_user": "cwagent", "region": "eu-west-1"},
        "logs": {"logs_collected": {"files": {"collect_list": []}}},
        "metrics": {
          "aggregation_dimensions": [["InstanceId"], ["Endpoint", "InstanceId"], []],
          "append_dimensions": {
            "AutoScalingGroupName": "${aws:AutoScalingGroupName}",
            "ImageId": "${aws:ImageId}",
            "InstanceId": "${aws:InstanceId}"
          },
          "metrics_collected": {
            "mem": {"measurement": ["mem_used_percent"]},
            "statsd": {
              "metrics_aggregation_interval": 60,
              "metrics_collection_interval": 10,
              "service_address": ":8125"
            }
          }
        }
      }
      """;

  /** By hand, with all else that a StatsD section may have. */
  private static final String BY_HAND =
      """
      {
        "agent": {"debug": true, "omit_hostname": true, "credentials": {"role_arn": "arn:aws:iam::1:role/r"}},
        "metrics": {
          "namespace": "Shop/Orders",
          "endpoint_override": "monitoring-fips.us-east-1.amazonaws.com",
          "force_flush_interval": 30,
          "deployment.environment": "staging",
          "metrics_collected": {
            "statsd": {
              "service_address": "127.0.0.1:9125",
              "metrics_aggregation_interval": 45,
              "metric_separator": ".",
              "allowed_pending_messages": 10000,
              "drop_original_metrics": ["hits"],
              "deployment.environment": "production",
              "color": "blue"
            }
          }
        }
      }
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void call_fileOfTheWizard_isTranslatedToWhatItMeans() throws IOException {
    assertEquals(0, run(OF_THE_WIZARD));

    String yaml = out.toString();
    String expected =
        """
        namespace: CWAgent
        interval: "60s"
        listen:
          udp:
          - "0.0.0.0:8125"
          - "[::1]:8125"
        publish:
          enabled: true
        "dimensions-from":
          ec2:
          - AutoScalingGroupName
          - InstanceId
        rollups:
        - - InstanceId
        - - Endpoint
          - InstanceId
        - []
        rules:
        - match: "*.*"
          name: "${1}_${2}"
        - match: "*.*.*"
          name: "${1}_${2}_${3}"
        """;
    assertTrue(yaml.substring(yaml.indexOf('\n') + 1).startsWith(expected), yaml);
  }

  @Test
  void call_fileOfTheWizard_tellsOfEachKeyThatItHasNotTranslated() throws IOException {
    run(OF_THE_WIZARD);

    assertSaid("to do: AWS_REGION: set it to eu-west-1");
    assertSaid("to do: ENVIRONMENT: every metric has the dimension Environment here");
    assertSaid("no counterpart: metrics.append_dimensions.ImageId: ${aws:ImageId} is not asked of");
    assertSaid("no counterpart: agent.run_as_user: the systemd unit says");
    assertSaid("no counterpart: agent.metrics_collection_interval:");
    assertSaid("stays with the agent: metrics.metrics_collected.mem, logs");
    assertFalse(err.toString().contains("dimension host"), err::toString);
  }

  @Test
  void call_fileByHand_isTranslatedToWhatItMeans() throws IOException {
    assertEquals(0, run(BY_HAND));

    String yaml = out.toString();
    assertEquals(
        """
        namespace: "Shop/Orders"
        interval: "30s"
        listen:
          udp:
          - "127.0.0.1:9125"
        publish:
          enabled: true
          endpoint: "https://monitoring-fips.us-east-1.amazonaws.com"
        log:
          level: debug
        dimensions:
          Environment: production
        rollups: []
        """,
        yaml.substring(yaml.indexOf('\n') + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown: metrics.metrics_collected.statsd.color: no key that the agent documents
          no counterpart: metrics.metrics_collected.statsd.allowed_pending_messages: no messages wait
          no counterpart: metrics.metrics_collected.statsd.drop_original_metrics: `publish-original
          no counterpart: metrics.force_flush_interval:
          differs: metrics.metrics_collected.statsd.metrics_aggregation_interval: 45 s became 30 s
          to do: agent.credentials.role_arn: a profile with `role_arn = arn:aws:iam::1:role/r`
          differs: dimension metric_type:
          """)
  void call_fileByHand_tellsOf(String line) throws IOException {
    run(BY_HAND);

    assertSaid(line);
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 10s", "0, 7, 5s", "300, 10, 60s", "1, 10, 1s"})
  void call_intervals_becomeTheLongestThatThereIs(int aggregated, int collected, String expected)
      throws IOException {
    assertEquals(
        0,
        run(
            statsd(
                "\"metrics_aggregation_interval\": %d, \"metrics_collection_interval\": %d"
                    .formatted(aggregated, collected))));

    assertTrue(out.toString().contains("interval: \"" + expected + "\"\n"), out::toString);
  }

  @Test
  void call_emptySection_hasTheAgentsDefaults() throws IOException {
    assertEquals(0, run(statsd("")));

    assertTrue(out.toString().contains("namespace: CWAgent"), out::toString);
    assertTrue(out.toString().contains("0.0.0.0:8125"), out::toString);
    assertSaid("differs: dimension host: the agent adds it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "metric_separator": "$"
          "metric_separator": "0"
          "parse_data_dog_tags": false
          "templates": ["cpu.* measurement*"], "delete_gauges": true
          "append_dimensions": {"Team": "ai", "Stack": "b"}
          "service_address": "udp://localhost:8125"
          """)
  void call_whatTheAgentTakes_passesCheckConfig(String keys) throws IOException {
    assertEquals(0, run(statsd(keys)), err::toString);

    Path yaml = Files.writeString(directory.resolve("sidestat.yaml"), out.toString());
    StringWriter mistakes = new StringWriter();
    int code =
        Main.commandLine(Map.of("HOME", directory.toString()))
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(mistakes, true))
            .execute("check-config", "--config", yaml.toString());
    assertEquals(0, code, mistakes::toString);
  }

  @Test
  void call_separatorRules_writeNamesAsTheAgentDoes() throws IOException {
    run(statsd(""));

    Path yaml = Files.writeString(directory.resolve("sidestat.yaml"), out.toString());
    StringWriter tried = new StringWriter();
    Main.commandLine(Map.of("HOME", directory.toString()))
        .setOut(new PrintWriter(tried))
        .execute(
            "check-config", "--config", yaml.toString(), "--try", "api.users.get.time:12|ms|#a:b");
    assertTrue(tried.toString().contains("api_users_get_time in CWAgent, timer"), tried::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"metrics": {"metrics_collected": {"cpu": {}}}} | metrics.metrics_collected.statsd: there is no such
          {"logs": {}}                                    | metrics.metrics_collected.statsd: there is no such
          [1]                                             | is no JSON object
          {"metrics":                                     | is not JSON, line 1
          {"metrics": {"metrics_collected": {"statsd": {"service_address": 8125}}}} | found 8125, allowed: a text
          {"metrics": {"metrics_collected": {"statsd": []}}}                        | found [], allowed: an object
          """)
  void call_whatIsNoFileOfTheAgent_isSaidAndEndsWithTwo(String file, String words)
      throws IOException {
    assertEquals(2, run(file));

    assertEquals("", out.toString());
    assertSaid(words);
  }

  @Test
  void call_whatTheCollectorCannotUse_isSaidAndEndsWithTwo() throws IOException {
    assertEquals(
        2,
        run(
            "{\"metrics\": {\"namespace\": \"my apps\", \"metrics_collected\": {\"statsd\": {}}}}"));

    assertEquals("", out.toString());
    assertSaid("namespace: found \"my apps\", allowed:");
  }

  @Test
  void call_noFile_isSaidAndEndsWithTwo() {
    assertEquals(2, execute(directory.resolve("none.json")));

    assertSaid("there is no such file");
  }

  private static String statsd(String keys) {
    return "{\"metrics\": {\"metrics_collected\": {\"statsd\": {" + keys + "}}}}";
  }

  private void assertSaid(String words) {
    assertTrue(err.toString().contains(words), err::toString);
  }

  private int run(String file) throws IOException {
    return execute(Files.writeString(directory.resolve("agent.json"), file));
  }

  private int execute(Path file) {
    return Main.commandLine(Map.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute("import-agent-config", file.toString());
  }
}
