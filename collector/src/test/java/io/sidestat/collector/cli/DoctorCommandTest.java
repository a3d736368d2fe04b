package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command where publishing is off and no collector runs: AWS is not asked. */
// @BeforeEach sets the field.
@SuppressWarnings("NullAway.Init")
class DoctorCommandTest {
  private final StringWriter out = new StringWriter();
  private Path directory;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void call_mistakesInTheConfiguration_areAllPrintedAsJson() throws Exception {
    Path file = Files.writeString(directory.resolve("x.yaml"), "accuracy: 9%\nintervall: 5s\n");

    assertEquals(2, run("--json", "--config", file.toString()));

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertEquals(3, json.path("findings").size());
    assertEquals(3, json.path("wrong").asInt());
    assertEquals("most likely configuration: there are 2 mistakes", json.path("summary").asText());
  }

  @Test
  void call_mistakesInTheObjectives_areToldBesideAllElse() throws Exception {
    Path file = Files.writeString(directory.resolve("slo.yaml"), "services: []\n");

    assertEquals(2, run("--slo", file.toString()));

    assertTrue(out.toString().contains("WRONG    publishing: off"), out.toString());
    assertTrue(out.toString().contains("WRONG    objectives: there is 1 mistake"), out.toString());
    assertTrue(out.toString().contains("slo.yaml"), out.toString());
  }

  @Test
  void call_unknownOption_isAMistakeInTheCall() {
    assertEquals(2, run("--sned"));
  }

  @Test
  void help_settings_showsThoseThatMatterAndTakesAll() {
    CommandLine doctor = new CommandLine(new DoctorCommand(Map.of(), InstantSource.system()));

    assertTrue(doctor.getUsageMessage().contains("--admin-address"));
    assertFalse(doctor.getUsageMessage().contains("--stop-deadline"));
    // --config, --env-file, --slo, --region, --send, --json, --help, --version.
    assertEquals(Settings.ALL.size() + 8, doctor.getCommandSpec().options().size());
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Map<String, String> environment =
        Map.of(
            "HOME", directory.toString(),
            "SIDESTAT_ADMIN_ADDRESS", "127.0.0.1:0",
            "SIDESTAT_LISTEN_UDP", "127.0.0.1:0");
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute(all);
  }
}
