package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which source wins: default, file, .env file, environment, flag; and how it is shown. */
class PrecedenceTest {
  @TempDir Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));
  private final Map<String, String> flags = new HashMap<>();
  private Optional<Path> file = Optional.empty();
  private Optional<Path> envFile = Optional.empty();

  @Test
  void load_nothing_givesTheDefaults() throws ConfigException {
    CollectorConfig config = load().config();

    assertEquals(Map.of("Environment", "development"), config.dimensions());
    assertEquals(
        List.of(
            List.of("Endpoint"),
            List.of("Endpoint", "StatusCode"),
            List.of("Endpoint", "Environment")),
        config.rollups());
    assertEquals(new Accuracy(0.005), config.accuracy());
    assertEquals(2L << 30, config.journal().bytesMax());
    assertEquals(
        new PublishConfig(false, Optional.empty(), Duration.ofSeconds(10)), config.publish());
  }

  @Test
  void load_sourceAfterSource_eachOverridesTheOneBelow() throws Exception {
    assertEquals("60s from default", shown("interval"));
    file("namespace: Shop\ninterval: 30s\n");
    assertEquals("30s from sidestat.yaml:2", shown("interval"));
    envFile("SIDESTAT_INTERVAL=10s\n");
    assertEquals("10s from .env:1 SIDESTAT_INTERVAL", shown("interval"));
    environment.put("SIDESTAT_INTERVAL", "5s");
    assertEquals("5s from environment SIDESTAT_INTERVAL", shown("interval"));
    flags.put("interval", "1s");
    assertEquals("1s from flag --interval", shown("interval"));
  }

  @Test
  void load_switchTeamsAlreadyHave_winsOverOursAlsoFromTheEnvFile() throws Exception {
    environment.put("SIDESTAT_PUBLISH_ENABLED", "false");
    envFile("CLOUDWATCH_METRICS_ENABLED=TRUE\n");

    assertEquals("true from .env:1 CLOUDWATCH_METRICS_ENABLED", shown("publish.enabled"));
  }

  @Test
  void load_environmentDimension_isOverruledInTheOrderOfTheSources() throws Exception {
    String key = "dimensions.Environment";
    assertEquals("development from default", shown(key));
    file("dimensions: {Environment: a, Team: ai}\n");
    assertEquals("a from sidestat.yaml:1", shown(key));
    environment.put("SIDESTAT_DIMENSIONS", "Environment=b,Owner=kim");
    assertEquals("b from environment SIDESTAT_DIMENSIONS", shown(key));
    environment.put("ENVIRONMENT", "c");
    assertEquals("c from environment ENVIRONMENT", shown(key));
    flags.put("dimensions", "Environment=d");
    assertEquals("d from flag --dimensions", shown(key));
    assertEquals(
        Map.of("Environment", "d", "Owner", "kim", "Team", "ai"), load().config().dimensions());
  }

  @Test
  void load_emptyVariable_countsAsUnset() throws Exception {
    environment.put("SIDESTAT_INTERVAL", "");
    environment.put("ENVIRONMENT", "");
    envFile("ENVIRONMENT=staging\nSIDESTAT_ROLLUPS=\n");

    assertEquals("60s from default", shown("interval"));
    assertEquals("staging from .env:1 ENVIRONMENT", shown("dimensions.Environment"));
    assertEquals("default", effective("rollups").source());
  }

  @Test
  void load_rollupsInOneLine_areSets() throws ConfigException {
    environment.put("SIDESTAT_ROLLUPS", "Endpoint; Endpoint , StatusCode;[]");
    assertEquals(
        List.of(List.of("Endpoint"), List.of("Endpoint", "StatusCode"), List.of()),
        load().config().rollups());
    environment.put("SIDESTAT_ROLLUPS", "none");
    assertEquals(List.of(), load().config().rollups());
  }

  @Test
  void load_rollupsOfAFile_mayBeEmptyAndHoldAnEmptySet() throws Exception {
    file("rollups: [[], [Endpoint]]\n");
    assertEquals("[];Endpoint from sidestat.yaml:1", shown("rollups"));
    file("rollups: []\n");
    assertEquals("none from sidestat.yaml:1", shown("rollups"));
  }

  @Test
  void load_dottedAndNestedKeys_areTheSame() throws Exception {
    file("listen.udp: 127.0.0.1:1\nadmin:\n  address: 127.0.0.1:2\ndimensions.Team: ai\n");

    assertEquals("127.0.0.1:1 from sidestat.yaml:1", shown("listen.udp"));
    assertEquals("127.0.0.1:2 from sidestat.yaml:3", shown("admin.address"));
    assertEquals("ai from sidestat.yaml:4", shown("dimensions.Team"));
  }

  @Test
  void load_noJournalPath_takesTheFirstKnownDirectory() throws ConfigException {
    assertEquals("/home/kim/.local/state/sidestat/journal.db from default", shown("journal.path"));
    environment.put("XDG_STATE_HOME", "relative");
    assertEquals("/home/kim/.local/state/sidestat/journal.db from default", shown("journal.path"));
    environment.put("XDG_STATE_HOME", "/state");
    assertEquals("/state/sidestat/journal.db from default", shown("journal.path"));
    environment.put("STATE_DIRECTORY", "/var/lib/sidestat:/var/lib/other");
    assertEquals("/var/lib/sidestat/journal.db from default", shown("journal.path"));
  }

  @Test
  void load_noDirectoryForTheJournal_isAMistake() {
    environment.clear();

    assertEquals(
        List.of(
            "default: journal.path: needs one of STATE_DIRECTORY, XDG_STATE_HOME and HOME; or set"
                + " SIDESTAT_JOURNAL_PATH"),
        mistakes());
  }

  @Test
  void load_mistakesInEverySource_areListedTogether() throws Exception {
    file("interval: 2s\n");
    envFile("A=1\nSIDESTAT_ACCURACY=9%\nSIDESTAT_INTERVALL=5s\n");
    environment.put("SIDESTAT_SERIES_LIMIT", "0");
    environment.put("SIDESTAT_NAMESPACES", "x");
    environment.put("ENVIRONMENT", " ");
    flags.put("interval", "x");

    assertEquals(
        List.of(
            "sidestat.yaml:1: interval: found \"2s\", allowed: 1s, 5s, 10s, 30s or 60s",
            ".env:3: unknown variable \"SIDESTAT_INTERVALL\"; did you mean \"SIDESTAT_INTERVAL\"?",
            "environment: unknown variable \"SIDESTAT_NAMESPACES\"; did you mean"
                + " \"SIDESTAT_NAMESPACE\"?",
            ".env:2: SIDESTAT_ACCURACY: found \"9%\", allowed: 0.1% to 5%",
            "environment ENVIRONMENT: found \"Environment= \", allowed: "
                + Setting.DIMENSIONS.allowed()
                + " (a dimension's value is empty)",
            "environment SIDESTAT_SERIES_LIMIT: found \"0\", allowed: 1 to 1000000",
            "flag --interval: found \"x\", allowed: 1s, 5s, 10s, 30s or 60s"),
        mistakes());
  }

  @Test
  void load_variablesThatKubernetesMakesForAService_areIgnored() throws Exception {
    environment.put("SIDESTAT_SERVICE_HOST", "10.0.0.7");
    environment.put("SIDESTAT_SERVICE_PORT_STATSD", "8125");
    environment.put("SIDESTAT_PORT", "udp://10.0.0.7:8125");
    environment.put("SIDESTAT_PORT_8125_UDP_ADDR", "10.0.0.7");
    environment.put("SIDESTAT_COLLECTOR_SERVICE_HOST", "10.0.0.8");
    environment.put("SIDESTAT_PORTS", "8125");

    assertEquals(List.of("environment: unknown variable \"SIDESTAT_PORTS\""), mistakes());
  }

  @Test
  void load_tooManyDimensionsTogether_isAMistake() throws Exception {
    StringBuilder text = new StringBuilder("dimensions:\n");
    for (int i = 0; i < 30; i++) {
      text.append("  D").append(i).append(": x\n");
    }
    file(text.toString());

    assertEquals(List.of("all sources: dimensions: found 31, allowed: at most 30"), mistakes());
  }

  @Test
  void load_secrets_reachTheCallerAndNoOutput() throws Exception {
    envFile("AWS_SECRET_ACCESS_KEY=hunter2\nAWS_REGION=ap-northeast-2\n");

    LoadedConfig loaded = load();

    assertEquals("hunter2", loaded.environment().get("AWS_SECRET_ACCESS_KEY"));
    assertEquals("ap-northeast-2 from .env:2 AWS_REGION", shown("AWS_REGION"));
    assertFalse((loaded + " " + loaded.effective() + loaded.warnings()).contains("hunter2"));
  }

  @Test
  void load_enabledWithoutEnvironment_warnsUntilOneIsNamed() throws ConfigException {
    environment.put("CLOUDWATCH_METRICS_ENABLED", "true");
    assertEquals(
        List.of(Warning.Topic.ENVIRONMENT_UNNAMED, Warning.Topic.ROLLUPS_MIX_ENVIRONMENTS),
        load().warnings().stream().map(Warning::topic).toList());
    environment.put("ENVIRONMENT", "development");
    assertEquals(List.of(), load().warnings().stream().filter(Warning::saidAtStart).toList());
  }

  @Test
  void load_addressesOfTheNetwork_warn() throws ConfigException {
    flags.put("listen.udp", "0.0.0.0:8125");
    flags.put("admin.address", "[::1]:8126");
    flags.put("rollups", "none");

    assertEquals(
        List.of(
            "listen.udp: 0.0.0.0:8125 is not a loopback address: anyone who reaches this host over"
                + " the network can send it metrics"),
        load().warnings().stream().map(Warning::text).toList());
  }

  @Test
  void sources_flagOfNoSetting_isAProgrammersError() {
    flags.put("intervall", "1s");

    assertThrows(IllegalArgumentException.class, this::load);
  }

  private LoadedConfig load() throws ConfigException {
    return ConfigLoader.load(new ConfigSources(file, envFile, environment, flags));
  }

  private Effective effective(String key) throws ConfigException {
    return load().effective().stream().filter(e -> e.key().equals(key)).findFirst().orElseThrow();
  }

  private String shown(String key) throws ConfigException {
    Effective effective = effective(key);
    return effective.value() + " from " + effective.source().replace(directory + "/", "");
  }

  private List<String> mistakes() {
    return assertThrows(ConfigException.class, this::load).mistakes().stream()
        .map(mistake -> mistake.toString().replace(directory + "/", ""))
        .toList();
  }

  private void file(String text) throws IOException {
    file = Optional.of(Files.writeString(directory.resolve("sidestat.yaml"), text));
  }

  private void envFile(String text) throws IOException {
    envFile = Optional.of(Files.writeString(directory.resolve(".env"), text));
  }

  @Test
  void load_nowhereToListen_isAMistake() {
    flags.put("listen.udp", "none");

    ConfigException refused = assertThrows(ConfigException.class, this::load);

    assertEquals(
        List.of(
            "all sources: listen: nothing can be received: set listen.udp, listen.tcp or"
                + " listen.unix"),
        refused.mistakes().stream().map(Mistake::toString).toList());
  }

  @Test
  void load_listOfAddressesInYaml_isAsWithCommas() throws Exception {
    file("listen:\n  udp: [127.0.0.1:1, '[::1]:2']\n");

    assertEquals("127.0.0.1:1,[::1]:2 from sidestat.yaml:2", shown("listen.udp"));
  }
}
