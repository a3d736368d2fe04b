package io.sidestat.collector.config;

import io.sidestat.collector.config.Assignments.Assigned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way from files, environment and flags to a {@link CollectorConfig}. Lowest first:
 * defaults, the YAML file, the environment, flags.
 *
 * <p>Reads the two files and nothing else; the same sources give the same result.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads the settings.
   *
   * @throws ConfigException with every mistake in the sources, also in values that a stronger
   *     source overrides
   */
  public static LoadedConfig load(ConfigSources sources) throws ConfigException {
    Mistakes mistakes = new Mistakes();
    Assignments assignments = new Assignments(mistakes);
    for (Setting<?> setting : Setting.ALL) {
      if (!setting.equals(Setting.JOURNAL_PATH)) {
        assignments.read(setting, setting.defaultText(), Origin.defaults());
      }
    }
    sources.file().ifPresent(path -> YamlFile.read(path, assignments, mistakes));
    Variables variables = Variables.merge(sources.envFile(), sources.environment(), mistakes);
    variables.assignTo(assignments, mistakes);
    for (Setting<?> setting : Setting.ALL) {
      String text = sources.flags().get(setting.key());
      if (text != null) {
        assignments.read(setting, text.strip(), Origin.flag(setting));
      }
    }
    completeJournalPath(assignments, variables, mistakes);
    checkDimensionCount(assignments, mistakes);
    mistakes.throwIfAny();

    CollectorConfig config = config(assignments);
    return new LoadedConfig(
        config,
        effective(assignments, variables),
        Warnings.of(config, assignments),
        variables.values());
  }

  /** The default path depends on the environment, so it comes last, and only if it is needed. */
  private static void completeJournalPath(
      Assignments assignments, Variables variables, Mistakes mistakes) {
    if (assignments.isAssigned(Setting.JOURNAL_PATH)) {
      return;
    }
    Optional<Path> path = variables.defaultJournalPath();
    if (path.isPresent()) {
      assignments.put(Setting.JOURNAL_PATH, path.get(), Origin.defaults());
    } else if (!assignments.wasRefused(Setting.JOURNAL_PATH)) {
      mistakes.add(
          new Mistake(
              "default",
              Setting.JOURNAL_PATH.key(),
              "needs one of STATE_DIRECTORY, XDG_STATE_HOME and HOME; or set "
                  + Setting.JOURNAL_PATH.environmentName()));
    }
  }

  /** Each source may be within the limit and all of them together not. */
  private static void checkDimensionCount(Assignments assignments, Mistakes mistakes) {
    int count = assignments.dimensions().size();
    if (count > Dimensions.COUNT_MAX) {
      String problem = "found " + count + ", allowed: at most " + Dimensions.COUNT_MAX;
      mistakes.add(new Mistake("all sources", Setting.DIMENSIONS.key(), problem));
    }
  }

  private static CollectorConfig config(Assignments given) {
    return new CollectorConfig(
        given.value(Setting.NAMESPACE),
        given.value(Setting.INTERVAL),
        new ListenConfig(given.value(Setting.LISTEN_UDP)),
        new JournalConfig(
            given.value(Setting.JOURNAL_PATH),
            given.value(Setting.JOURNAL_RETENTION),
            given.value(Setting.JOURNAL_MAX_SIZE)),
        new AdminConfig(given.value(Setting.ADMIN_ADDRESS)),
        given.value(Setting.ACCURACY),
        given.dimensionValues(),
        given.value(Setting.ROLLUPS),
        new SeriesConfig(given.value(Setting.SERIES_LIMIT)),
        new PublishConfig(
            given.value(Setting.PUBLISH_ENABLED), given.value(Setting.PUBLISH_ENDPOINT)),
        new PricesConfig(given.value(Setting.PRICES_METRIC), given.value(Setting.PRICES_REQUEST)),
        given.value(Setting.LOG_LEVEL));
  }

  private static List<Effective> effective(Assignments assignments, Variables variables) {
    List<Effective> effective = new ArrayList<>();
    for (Setting<?> setting : Setting.ALL) {
      if (setting.equals(Setting.DIMENSIONS)) {
        assignments.dimensions().forEach((name, value) -> effective.add(dimension(name, value)));
      } else {
        effective.add(effective(setting, assignments));
      }
    }
    variables
        .find("AWS_REGION")
        .ifPresent(
            region ->
                effective.add(
                    new Effective(
                        "AWS_REGION", Quoted.escape(region.value()), region.origin().source())));
    return effective;
  }

  private static <T> Effective effective(Setting<T> setting, Assignments assignments) {
    Assigned<T> assigned = assignments.assigned(setting);
    return new Effective(
        setting.key(), setting.write(assigned.value()), assigned.origin().source());
  }

  private static Effective dimension(String name, Assigned<String> assigned) {
    return new Effective(
        Setting.DIMENSIONS.key() + "." + name, assigned.value(), assigned.origin().source());
  }
}
