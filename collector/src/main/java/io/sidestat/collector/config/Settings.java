package io.sidestat.collector.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All settings there are. */
public final class Settings {
  /** All settings, in the order in which they are documented. */
  public static final List<Setting<?>> ALL =
      List.of(
          Setting.NAMESPACE,
          Setting.INTERVAL,
          ListenSettings.UDP,
          ListenSettings.TCP,
          ListenSettings.TCP_IDLE_TIMEOUT,
          ListenSettings.ALLOW,
          ListenSettings.UNIX,
          ListenSettings.UNIX_MODE,
          ListenSettings.UNIX_OWNER,
          ListenSettings.RECEIVE_BUFFER,
          Setting.DIALECTS,
          Setting.GAUGE_STEPS,
          JournalSettings.PATH,
          JournalSettings.RETENTION,
          JournalSettings.MAX_SIZE,
          JournalSettings.CHECKPOINT,
          JournalSettings.MAX_WAITING,
          Setting.ADMIN_ADDRESS,
          Setting.ADMIN_SLO,
          Setting.ACCURACY,
          Setting.DIMENSIONS,
          Setting.EC2_DIMENSIONS,
          Setting.ROLLUPS,
          Setting.PUBLISH_ORIGINAL,
          Setting.SERIES_LIMIT,
          Setting.SERIES_NEW_PER_MINUTE,
          Setting.PUBLISH_ENABLED,
          Setting.PUBLISH_ENDPOINT,
          Setting.PUBLISH_SPREAD,
          Setting.SELF_METRICS,
          Setting.PRICES_METRIC,
          Setting.PRICES_REQUEST,
          Setting.STOP_DEADLINE,
          Setting.LOG_LEVEL);

  /** Those that may be a list in YAML, as well as their elements with commas between. */
  static final Set<Setting<?>> LISTS =
      Set.of(ListenSettings.UDP, ListenSettings.ALLOW, Setting.DIALECTS, Setting.EC2_DIMENSIONS);

  /** Those that a running collector can change. */
  private static final Set<Setting<?>> RELOADABLE =
      Set.of(
          Setting.NAMESPACE,
          JournalSettings.RETENTION,
          JournalSettings.MAX_SIZE,
          JournalSettings.CHECKPOINT,
          Setting.ADMIN_SLO,
          Setting.DIMENSIONS,
          Setting.ROLLUPS,
          Setting.PUBLISH_ORIGINAL,
          Setting.SERIES_LIMIT,
          Setting.SERIES_NEW_PER_MINUTE,
          Setting.PUBLISH_SPREAD,
          Setting.SELF_METRICS,
          Setting.PRICES_METRIC,
          Setting.PRICES_REQUEST,
          Setting.STOP_DEADLINE,
          Setting.LOG_LEVEL);

  private Settings() {}

  /**
   * Whether a running collector can change the setting: see {@link CollectorConfig#reloaded}.
   *
   * @param key as {@link Effective#key} has it
   */
  public static boolean isReloadable(String key) {
    return key.equals(YamlFile.RULES)
        || key.startsWith(Setting.DIMENSIONS.key() + ".")
        || RELOADABLE.stream().anyMatch(setting -> setting.key().equals(key));
  }

  /** The setting of that key, in which {@code _} and {@code -} are alike. */
  static Optional<Setting<?>> ofKey(String key) {
    String canonical = Setting.canonicalKey(key);
    return ALL.stream()
        .filter(setting -> Setting.canonicalKey(setting.key()).equals(canonical))
        .findFirst();
  }
}
