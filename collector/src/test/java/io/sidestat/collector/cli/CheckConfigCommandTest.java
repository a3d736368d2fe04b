package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.config.Setting;
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
    return Setting.ALL;
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

    // --config, --env-file, --json, --help, --version.
    assertEquals(Setting.ALL.size() + 5, command.getCommandSpec().options().size());
  }

  @Test
  void call_defaults_printsAnAlignedTable() {
    assertEquals(0, run());

    String expected =
        """
        KEY                     VALUE                                              SOURCE
        namespace               Sidestat                                           default
        interval                60s                                                default
        listen.udp              127.0.0.1:8125                                     default
        journal.path            /home/kim/.local/state/sidestat/journal.db         default
        journal.retention       24h                                                default
        journal.max-size        2GiB                                               default
        admin.address           127.0.0.1:8126                                     default
        accuracy                0.5%                                               default
        dimensions.Environment  development                                        default
        rollups                 Endpoint;Endpoint,StatusCode;Endpoint,Environment  default
        series.limit            10000                                              default
        publish.enabled         false                                              default
        publish.endpoint        (not set)                                          default
        prices.metric           0.3:10000,0.1:250000,0.05:1000000,0.02             default
        prices.request          0.01                                               default
        log.level               info                                               default
        warning: rollups: [Endpoint] and [Endpoint, StatusCode] have no Environment: \
        if staging and production share the AWS account, they are mixed in them; \
        ask for sets with Environment
        """;
    assertEquals(expected, out.toString());
    assertEquals("", err.toString());
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
    for (Setting<?> setting : Setting.ALL) {
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
