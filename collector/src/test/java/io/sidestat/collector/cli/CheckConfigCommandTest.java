package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.config.Setting;
import io.sidestat.collector.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command and its flags, which are made from the table of settings. */
class CheckConfigCommandTest {
  @TempDir Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Iterable<Setting<?>> settings() {
    return Settings.ALL;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void flags_eachSetting_hasOneThatIsPassedOn(Setting<?> setting) {
    // No setting allows a control character, so the answer shows that its own flag was read.
    assertEquals(2, run(setting.flag() + "=\u0001"));

    assertTrue(err.toString().startsWith("flag " + setting.flag() + ": found"), err.toString());
  }

  @Test
  void flags_allOptions_areSettingsOrKnown() {
    CommandLine command = new CommandLine(new CheckConfigCommand(environment));

    // --config, --env-file, --json, --try, --slo, --help, --version.
    assertEquals(Settings.ALL.size() + 7, command.getCommandSpec().options().size());
  }

  @Test
  void call_defaults_printsAnAlignedTable() {
    assertEquals(0, run());

    String expected =
        """
        KEY                      VALUE                                              SOURCE
        namespace                Sidestat                                           default
        interval                 60s                                                default
        listen.udp               127.0.0.1:8125,[::1]:8125                          default
        listen.tcp               none                                               default
        listen.tcp-idle-timeout  10m                                                default
        listen.allow             all                                                default
        listen.unix              none                                               default
        listen.unix-mode         0666                                               default
        listen.unix-owner        none                                               default
        listen.receive-buffer    8MiB                                               default
        protocol.dialects        dogstatsd,influx,graphite,librato,signalfx         default
        protocol.gauge-steps     true                                               default
        journal.path             /home/kim/.local/state/sidestat/journal.db         default
        journal.retention        24h                                                default
        journal.max-size         2GiB                                               default
        journal.checkpoint       10s                                                default
        journal.max-waiting      64MiB                                              default
        admin.address            127.0.0.1:8126                                     default
        admin.slo                none                                               default
        accuracy                 0.5%                                               default
        dimensions.Environment   development                                        default
        dimensions-from.ec2      none                                               default
        rollups                  Endpoint;Endpoint,StatusCode;Endpoint,Environment  default
        publish-original         true                                               default
        rules                    0                                                  default
        series.limit             10000                                              default
        series.new-per-minute    10000                                              default
        publish.enabled          false                                              default
        publish.endpoint         (not set)                                          default
        publish.spread           10s                                                default
        self-metrics             on                                                 default
        prices.metric            0.3:10000,0.1:250000,0.05:1000000,0.02             default
        prices.request           0.01                                               default
        stop-deadline            10s                                                default
        log.level                info                                               default
        warning: rollups: [Endpoint] and [Endpoint, StatusCode] have no Environment: \
        if staging and production share the AWS account, they are mixed in them; \
        ask for sets with Environment
        """;
    assertEquals(expected, out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void call_slo_showsWhatIsPromisedOfEachEndpoint() {
    assertEquals(0, run("--slo", "../docs/slo.yaml"));

    assertTrue(
        out.toString()
            .endsWith(
                """
                ai       production   /api/ai/reports/generate   availability 99%  30d
                ai       production   /api/ai/reports/generate   p95 < 500 ms      30d
                """),
        out::toString);
  }

  @Test
  void call_sloAsJson_holdsTheObjectives() throws Exception {
    assertEquals(0, run("--json", "--slo", "../docs/slo.yaml"));

    JsonNode service = new ObjectMapper().readTree(out.toString()).at("/services/0");
    assertEquals("/api/ai/recommendations", service.at("/endpoints/0").asText());
    assertEquals("p95 < 500 ms", service.at("/objectives/1/objective").asText());
    assertEquals(95, service.at("/objectives/1/target").asDouble());
    assertEquals(2_592_000, service.at("/objectives/1/windowSeconds").asLong());
  }

  @Test
  void call_sloWithMistakes_listsThemAndEndsWith2() throws Exception {
    Path file = Files.writeString(directory.resolve("slo.yaml"), "services: [{name: a}]");

    assertEquals(2, run("--slo", file.toString()));

    assertTrue(err.toString().contains("slo.yaml:1: service 1: objectives: is missing"));
    assertEquals("", out.toString());
  }

  @Test
  void call_json_holdsTheSameRows() throws Exception {
    assertEquals(0, run("--json", "--interval", "5s"));

    JsonNode root = new ObjectMapper().readTree(out.toString());
    assertEquals("interval", root.at("/settings/1/key").asText());
    assertEquals("5s", root.at("/settings/1/value").asText());
    assertEquals("flag --interval", root.at("/settings/1/source").asText());
    assertEquals(1, root.at("/warnings").size());
  }

  @Test
  void call_tryAsJson_saysWhatBecomesOfEachLine() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("s.yaml"),
            """
            publish_original: false
            rules:
              - {match: drop.me, drop: true}
              - {match: "t.*", name: $1, unit: Milliseconds, sent-in: Seconds}
            """);

    assertEquals(
        0,
        run(
            "--json",
            "-c",
            file.toString(),
            "--try",
            "t.x:2|h|@0.5|#Endpoint:/a,b:c\nbad",
            "--try=drop.me:1|c",
            "--try=g:+2|g"));

    JsonNode tried = new ObjectMapper().readTree(out.toString()).at("/tried");
    JsonNode published = tried.at("/0/samples/0");
    assertEquals("published", published.at("/outcome").asText());
    assertEquals(2, published.at("/rule/number").asInt());
    assertEquals(file + ":4", published.at("/rule/where").asText());
    assertEquals("x", published.at("/metric").asText());
    assertEquals("2000 (weighs 2)", published.at("/value").asText());
    assertEquals("Milliseconds", published.at("/unit").asText());
    assertEquals("/a", published.at("/dimensions/Endpoint").asText());
    assertFalse(published.at("/original").asBoolean());
    assertEquals(2, published.at("/rollups").size());
    assertEquals("no_value", tried.at("/0/samples/1/reason").asText());
    assertEquals("dropped", tried.at("/1/samples/0/outcome").asText());
    assertEquals("a step of 2", tried.at("/2/samples/0/value").asText());
    assertTrue(tried.at("/2/samples/0/original").asBoolean());
    assertTrue(tried.at("/2/samples/0/rule").isMissingNode());
  }

  @Test
  void call_tryWithEc2Dimensions_countsThemIn() throws Exception {
    assertEquals(
        0,
        run(
            "--json",
            "--dimensions-from-ec2=InstanceId",
            "--rollups=Endpoint,Environment",
            "--publish-original=false",
            "--try=t:5|ms|#Endpoint:/a"));

    JsonNode published = new ObjectMapper().readTree(out.toString()).at("/tried/0/samples/0");
    assertEquals("(of the instance)", published.at("/dimensions/InstanceId").asText());
    assertFalse(published.at("/original").asBoolean());
    assertEquals(1, published.at("/rollups").size());
  }

  @Test
  void call_tryWithSteeringCharacters_escapesThem() {
    assertEquals(0, run("--try", "\u001B[31m:1|c", "--try", "", "--try", "n:1e300|c"));

    String expected =
        """
        \\u001B[31m:1|c
          by          no rule
          metric      _[31m in Sidestat, counter
          dimensions  Environment=development
          value       1 Count, resolution 60 s
          mended      CloudWatch would refuse a name, a value or the number of dimensions

          no sample in it (events and service checks are counted and passed over)
        n:1e300|c
          rejected    out_of_range: the value is beyond +-2^360, which CloudWatch does not take
        """;
    assertEquals(expected, out.toString());
  }

  @Test
  void call_rules_showsTheirNumberAndPlace() throws Exception {
    Path file =
        Files.writeString(directory.resolve("s.yaml"), "\nrules:\n  - match: a\n  - match: b\n");

    assertEquals(0, run("-c", file.toString()));

    assertTrue(
        out.toString().lines().anyMatch(line -> line.matches("rules +2 +.*s\\.yaml:2")),
        out.toString());
  }

  @Test
  void call_mistakes_endsWithTwoAndTheirCount() throws Exception {
    Path file = Files.writeString(directory.resolve("s.yaml"), "intervall: 10s\n");

    assertEquals(2, run("-c", file.toString(), "--interval=2s"));

    assertEquals("", out.toString());
    assertEquals(
        """
        s.yaml:1: unknown key "intervall"; did you mean "interval"?
        flag --interval: found "2s", allowed: 1s, 5s, 10s, 30s or 60s
        2 mistakes in the configuration
        """,
        err.toString().replace(directory + "/", ""));
  }

  @Test
  void call_secretsInTheEnvFile_areNotPrinted() throws IOException {
    Path env =
        Files.writeString(
            directory.resolve(".env"), "AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=hunter2\n");

    assertEquals(0, run("--env-file", env.toString()));
    assertEquals(0, run("--env-file", env.toString(), "--json"));

    assertFalse(out.toString().contains("hunter2"));
    assertFalse(out.toString().contains("AKIA1"));
  }

  @Test
  void help_eachSetting_saysDefaultAndVariable() {
    assertEquals(0, run("--help"));

    // Long words are wrapped, so all white space is left out.
    String help = out.toString().replaceAll("\\s", "");
    for (Setting<?> setting : Settings.ALL) {
      String fallback = "default:" + setting.defaultText().replaceAll("\\s", "");
      assertTrue(help.contains(setting.environmentName()), setting.key());
      assertTrue(help.contains(fallback), setting.key());
    }
  }

  private int run(String... arguments) {
    return new CommandLine(new CheckConfigCommand(environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
