package io.sidestat.collector.cli;

import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.Effective;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.Settings;
import io.sidestat.collector.config.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the collector runs: what can be changed is, what cannot is
 * said, and of a configuration with mistakes nothing is taken. Thread-safe.
 */
final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private static final String UNSET = "(not set)";

  private final Source source;
  private final Consumer<LoadedConfig> target;
  private LoadedConfig inForce;

  /** Where the configuration comes from. */
  interface Source {
    LoadedConfig load() throws ConfigException;
  }

  /**
   * A reload that was not asked for yet.
   *
   * @param inForce what the collector was started with
   * @param target takes over what can be changed of a configuration without mistakes
   */
  Reload(Source source, LoadedConfig inForce, Consumer<LoadedConfig> target) {
    this.source = source;
    this.inForce = inForce;
    this.target = target;
  }

  /** Reads it again; answers whether it was taken. */
  synchronized boolean run() {
    LoadedConfig next;
    try {
      next = source.load();
    } catch (ConfigException e) {
      e.mistakes().forEach(mistake -> log.error("configuration: {}", mistake));
      log.error(
          "the configuration is not reloaded, the old one stays in force: mistakes={}; mend them and"
              + " reload again",
          e.count());
      return false;
    }
    List<String> taken = new ArrayList<>();
    List<String> left = new ArrayList<>();
    changes(next).forEach((key, change) -> (Settings.isReloadable(key) ? taken : left).add(change));
    target.accept(next);
    log.info("configuration reloaded: changed={}", taken);
    if (!left.isEmpty()) {
      log.warn("these settings need a restart, their old values stay in force: {}", left);
    }
    next.warnings().stream()
        .filter(Warning::saidAtStart)
        .filter(warning -> !inForce.warnings().contains(warning))
        .forEach(warning -> log.warn("{}", warning.text()));
    inForce = next;
    return true;
  }

  private Map<String, String> changes(LoadedConfig next) {
    Map<String, String> before = values(inForce);
    Map<String, String> after = values(next);
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    Map<String, String> changes = new LinkedHashMap<>();
    for (String key : keys) {
      String old = before.getOrDefault(key, UNSET);
      String now = after.getOrDefault(key, UNSET);
      if (!old.equals(now)) {
        changes.put(key, key + "=" + now + " (was " + old + ")");
      }
    }
    if (!inForce.config().rules().equals(next.config().rules())) {
      changes.put("rules", "rules=" + next.config().rules().size());
    }
    return changes;
  }

  private static Map<String, String> values(LoadedConfig loaded) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Effective setting : loaded.effective()) {
      values.put(setting.key(), setting.value());
    }
    return values;
  }
}
