package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.Setting;
import io.sidestat.collector.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadTest {
  /** For each setting a value that is not its default. */
  private static final Map<String, String> OTHERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("namespace", "Other"),
              Map.entry("interval", "10s"),
              Map.entry("listen.udp", "127.0.0.1:9"),
              Map.entry("listen.tcp", "127.0.0.1:9"),
              Map.entry("listen.tcp-idle-timeout", "1m"),
              Map.entry("listen.unix", "/tmp/s"),
              Map.entry("listen.unix-mode", "0600"),
              Map.entry("listen.unix-owner", "root"),
              Map.entry("listen.receive-buffer", "1MiB"),
              Map.entry("listen.allow", "127.0.0.0/8"),
              Map.entry("protocol.dialects", "none"),
              Map.entry("protocol.gauge-steps", "false"),
              Map.entry("journal.path", "/tmp/j.db"),
              Map.entry("journal.retention", "1h"),
              Map.entry("journal.max-size", "1GiB"),
              Map.entry("journal.checkpoint", "5s"),
              Map.entry("journal.max-waiting", "32MiB"),
              Map.entry("admin.address", "127.0.0.1:9"),
              Map.entry("admin.slo", "/etc/slo.yaml"),
              Map.entry("accuracy", "1%"),
              Map.entry("dimensions", "Team=a"),
              Map.entry("dimensions-from.ec2", "InstanceId"),
              Map.entry("rollups", "none"),
              Map.entry("publish-original", "false"),
              Map.entry("series.limit", "7"),
              Map.entry("series.new-per-minute", "7"),
              Map.entry("publish.enabled", "true"),
              Map.entry("publish.endpoint", "http://127.0.0.1:9"),
              Map.entry("publish.spread", "1s"),
              Map.entry("self-metrics", "off"),
              Map.entry("prices.metric", "0.1"),
              Map.entry("prices.request", "0.1"),
              Map.entry("stop-deadline", "5s"),
              Map.entry("log.level", "warn")));

  @TempDir Path directory = Path.of("");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<LoadedConfig> taken = new ArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Reload.class);
  }

  private List<String> said(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static LoadedConfig load(Map<String, String> flags) throws ConfigException {
    return ConfigLoader.load(
        new ConfigSources(Optional.empty(), Optional.empty(), Map.of("HOME", "/tmp/home"), flags));
  }

  private LoadedConfig file(String yaml) throws IOException, ConfigException {
    Path file = directory.resolve("sidestat.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(
        new ConfigSources(
            Optional.of(file), Optional.empty(), Map.of("HOME", "/tmp/home"), Map.of()));
  }

  /** What is said to be changed is changed, and nothing else is. */
  @Test
  void reloaded_eachSetting_isTakenIfItIsSaidToBe() throws Exception {
    CollectorConfig defaults = load(Map.of()).config();
    for (Setting<?> setting : Settings.ALL) {
      String value = OTHERS.get(setting.key());
      CollectorConfig other = load(Map.of(setting.key(), String.valueOf(value))).config();

      CollectorConfig reloaded = defaults.reloaded(other);

      String key = setting.key().equals("dimensions") ? "dimensions.Team" : setting.key();
      assertEquals(
          Settings.isReloadable(key) ? other : defaults, reloaded, () -> "setting " + setting);
      assertFalse(other.equals(defaults), () -> "is the default: " + setting);
    }
  }

  @Test
  void run_changes_areTakenAndSaid() throws Exception {
    LoadedConfig first = file("series: {limit: 5}\ninterval: 10s\n");
    Reload reload =
        new Reload(
            () -> unchecked("series: {limit: 7}\ninterval: 5s\ndimensions: {Team: a}\n"),
            first,
            taken::add);

    assertTrue(reload.run());

    assertEquals(7, taken.get(0).config().series().limit());
    assertEquals(
        List.of(
            "configuration reloaded: changed=[dimensions.Team=a (was (not set)),"
                + " series.limit=7 (was 5)]"),
        said(Level.INFO));
    assertEquals(
        List.of(
            "these settings need a restart, their old values stay in force: [interval=5s (was 10s)]"),
        said(Level.WARN));
  }

  @Test
  void run_otherRulesOfTheSameNumber_areAChange() throws Exception {
    LoadedConfig first = file("rules: [{match: a, name: b}]\n");
    Reload reload =
        new Reload(() -> unchecked("rules: [{match: a, name: c}]\n"), first, taken::add);

    assertTrue(reload.run());

    assertEquals(List.of("configuration reloaded: changed=[rules=1]"), said(Level.INFO));
  }

  @Test
  void run_brokenFile_leavesTheOldOneInForceAndNamesEachMistake() throws Exception {
    LoadedConfig first = file("series: {limit: 5}\n");
    Reload reload = new Reload(() -> unchecked("series: {limit: x}\nfoo: 1\n"), first, taken::add);

    assertFalse(reload.run());

    assertEquals(List.of(), taken);
    List<String> said = said(Level.ERROR);
    assertEquals(3, said.size(), said::toString);
    assertTrue(said.get(0).contains("sidestat.yaml:1: series.limit: found \"x\""), said.get(0));
    assertTrue(said.get(2).contains("the old one stays in force: mistakes=2"), said.get(2));
  }

  private LoadedConfig unchecked(String yaml) throws ConfigException {
    try {
      return file(yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
