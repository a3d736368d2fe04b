package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unit files of docs/systemd and of the package, against systemd's own checker and against the
 * collector.
 */
class SystemdUnitsTest {
  private static final Path DOCS = Path.of("../docs/systemd");
  private static final Path SERVICE = DOCS.resolve("sidestat.service");
  private static final Path SOCKET = DOCS.resolve("sidestat.socket");
  private static final Path PACKAGED = Path.of("src/deb");
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Path JAVA = Path.of("/usr/bin/java");

  /** All that may stand in a line, other than a comment. */
  private static final Pattern LINE =
      Pattern.compile("|\\[(Unit|Service|Socket|Install)]|[A-Z][A-Za-z]+=.*");

  private static String value(Path unit, String key) throws Exception {
    Matcher matcher =
        Pattern.compile("^" + key + "=(.*)$", Pattern.MULTILINE).matcher(Files.readString(unit));
    assertTrue(matcher.find(), key);
    return matcher.group(1);
  }

  private static Duration seconds(String key) throws Exception {
    return Duration.ofSeconds(Long.parseLong(value(SERVICE, key)));
  }

  @Test
  void units_lines_areAssignments() throws Exception {
    for (Path unit : List.of(SERVICE, SOCKET)) {
      for (String line : Files.readAllLines(unit)) {
        assertTrue(line.startsWith("#") || LINE.matcher(line).matches(), line);
      }
    }
  }

  /** It says nothing of files that are right, and names unknown keys without failing. */
  @Test
  void units_systemdsOwnChecker_findsNothing(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(ANALYZE) && Files.isExecutable(JAVA));
    List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify"));
    for (Path unit : List.of(SERVICE, SOCKET)) {
      command.add(Files.copy(unit, directory.resolve(unit.getFileName())).toString());
    }
    Path said = directory.resolve("said.txt");

    Process check =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();

    assertTrue(check.waitFor(30, TimeUnit.SECONDS), "still running");
    assertEquals(
        List.of(), Files.readAllLines(said).stream().filter(l -> l.contains("sidestat")).toList());
    assertEquals(0, check.exitValue(), () -> "checked with " + command);
  }

  @Test
  void service_command_isOneOfOurs() throws Exception {
    String command = value(SERVICE, "ExecStart");
    List<String> arguments =
        List.of(command.substring(command.indexOf(".jar ") + ".jar ".length()).split(" ", -1));

    assertTrue(command.startsWith(JAVA + " "), command);
    assertEquals(
        "run",
        Main.commandLine(Map.of())
            .parseArgs(arguments.toArray(String[]::new))
            .subcommand()
            .commandSpec()
            .name());
  }

  @Test
  void service_timeToStop_isMoreThanTheCollectorTakes() throws Exception {
    Duration deadline =
        ConfigLoader.load(
                new ConfigSources(
                    Optional.empty(), Optional.empty(), Map.of("HOME", "/root"), Map.of()))
            .config()
            .stopDeadline();

    assertTrue(seconds("TimeoutStopSec").compareTo(deadline) > 0);
  }

  /** A check that waits as long as it may is over before the watchdog is, and one after it. */
  @Test
  void service_watchdogPeriod_hasRoomForTwoChecks() throws Exception {
    Duration afterAPing = seconds("WatchdogSec").dividedBy(2);

    assertTrue(afterAPing.compareTo(CollectorHealth.ANSWER_MAX.multipliedBy(2)) > 0);
  }

  /** But for the user, the command, and that it does without the socket unit. */
  @Test
  void package_units_areThoseOfTheDocs() throws Exception {
    List<String> own = new ArrayList<>(settings(PACKAGED.resolve("sidestat.service")));
    List<String> docs = new ArrayList<>(settings(SERVICE));
    List<String> common = new ArrayList<>(docs);
    common.retainAll(own);
    own.removeAll(common);
    docs.removeAll(common);

    assertEquals(
        List.of(
            "ExecStart=/usr/bin/sidestat run --config /etc/sidestat/sidestat.yaml",
            "User=sidestat",
            "Group=sidestat",
            "RemoveIPC=yes"),
        own);
    assertEquals(
        List.of(
            "Requires=sidestat.socket",
            "ExecStart=" + value(SERVICE, "ExecStart"),
            "DynamicUser=yes"),
        docs);
    assertEquals(settings(SOCKET), settings(PACKAGED.resolve("sidestat.socket")));
  }

  private static List<String> settings(Path unit) throws Exception {
    return Files.readAllLines(unit).stream().filter(line -> !line.startsWith("#")).toList();
  }
}
