package io.sidestat.collector.config;

import io.sidestat.collector.config.Assignments.Assigned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.equals(JournalSettings.PATH)) {
        assignments.read(setting, setting.defaultText(), Origin.defaults());
      }
    }
    sources.file().ifPresent(path -> YamlFile.read(path, assignments, mistakes));
    Variables variables = Variables.merge(sources.envFile(), sources.environment(), mistakes);
    variables.assignTo(assignments, mistakes);
    for (Setting<?> setting : Settings.ALL) {
      String text = sources.flags().get(setting.key());
      if (text != null) {
        assignments.read(setting, text.strip(), Origin.flag(setting));
      }
    }
    completeJournalPath(assignments, variables, mistakes);
    checkDimensionCount(assignments, mistakes);
    Ec2Config ec2 = Ec2Config.of(assignments.value(Setting.EC2_DIMENSIONS), variables, mistakes);
    checkRuleDimensions(assignments, ec2, mistakes);
    mistakes.throwIfAny();

    CollectorConfig config = config(assignments, ec2);
    if (!config.listen().listensAnywhere()) {
      mistakes.add(
          new Mistake(
              "all sources",
              "listen",
              "nothing can be received: set listen.udp, listen.tcp or listen.unix"));
      mistakes.throwIfAny();
    }
    return new LoadedConfig(
        config,
        effective(assignments, variables),
        Warnings.of(config, assignments),
        variables.values());
  }

  /** The default path depends on the environment, so it comes last, and only if it is needed. */
  private static void completeJournalPath(
      Assignments assignments, Variables variables, Mistakes mistakes) {
    if (assignments.isAssigned(JournalSettings.PATH)) {
      return;
    }
    Optional<Path> path = variables.defaultJournalPath();
    if (path.isPresent()) {
      assignments.put(JournalSettings.PATH, path.get(), Origin.defaults());
    } else if (!assignments.wasRefused(JournalSettings.PATH)) {
      mistakes.add(
          new Mistake(
              "default",
              JournalSettings.PATH.key(),
              "needs one of STATE_DIRECTORY, XDG_STATE_HOME and HOME; or set "
                  + JournalSettings.PATH.environmentName()));
    }
  }

  /** Each source may be within the limit and all of them together, with EC2's, not. */
  private static void checkDimensionCount(Assignments assignments, Mistakes mistakes) {
    Set<String> names = new HashSet<>(assignments.dimensions().keySet());
    assignments.value(Setting.EC2_DIMENSIONS).forEach(dimension -> names.add(dimension.label()));
    int count = names.size();
    if (count > Dimensions.COUNT_MAX) {
      String problem = "found " + count + ", allowed: at most " + Dimensions.COUNT_MAX;
      mistakes.add(new Mistake("all sources", Setting.DIMENSIONS.key(), problem));
    }
  }

  /** A rule's dimensions and the default ones beneath them are a metric's, even without tags. */
  private static void checkRuleDimensions(
      Assignments assignments, Ec2Config ec2, Mistakes mistakes) {
    for (Rule rule : assignments.rules().value()) {
      Set<String> names = new HashSet<>(assignments.dimensions().keySet());
      names.addAll(rule.dimensions().added().keySet());
      names.addAll(ec2.dimensionNames());
      if (names.size() > Dimensions.COUNT_MAX
          && assignments.dimensions().size() <= Dimensions.COUNT_MAX) {
        String problem =
            "with the default dimensions there are "
                + names.size()
                + ", allowed: at most "
                + Dimensions.COUNT_MAX;
        mistakes.add(new Mistake(rule.where(), "rule " + rule.number() + ": dimensions", problem));
      }
    }
  }

  private static CollectorConfig config(Assignments given, Ec2Config ec2) {
    return new CollectorConfig(
        given.value(Setting.NAMESPACE),
        given.value(Setting.INTERVAL),
        new ListenConfig(
            given.value(ListenSettings.UDP),
            given.value(ListenSettings.TCP),
            given.value(ListenSettings.TCP_IDLE_TIMEOUT),
            given.value(ListenSettings.ALLOW),
            given.value(ListenSettings.UNIX),
            given.value(ListenSettings.UNIX_MODE),
            given.value(ListenSettings.UNIX_OWNER),
            given.value(ListenSettings.RECEIVE_BUFFER)),
        new ProtocolConfig(given.value(Setting.DIALECTS), given.value(Setting.GAUGE_STEPS)),
        new JournalConfig(
            given.value(JournalSettings.PATH),
            given.value(JournalSettings.RETENTION),
            given.value(JournalSettings.MAX_SIZE),
            given.value(JournalSettings.CHECKPOINT),
            given.value(JournalSettings.MAX_WAITING)),
        new AdminConfig(given.value(Setting.ADMIN_ADDRESS), given.value(Setting.ADMIN_SLO)),
        given.value(Setting.ACCURACY),
        given.dimensionValues(),
        ec2,
        given.value(Setting.ROLLUPS),
        given.value(Setting.PUBLISH_ORIGINAL),
        given.rules().value(),
        new SeriesConfig(
            given.value(Setting.SERIES_LIMIT), given.value(Setting.SERIES_NEW_PER_MINUTE)),
        new PublishConfig(
            given.value(Setting.PUBLISH_ENABLED),
            given.value(Setting.PUBLISH_ENDPOINT),
            given.value(Setting.PUBLISH_SPREAD)),
        given.value(Setting.SELF_METRICS),
        new PricesConfig(given.value(Setting.PRICES_METRIC), given.value(Setting.PRICES_REQUEST)),
        given.value(Setting.STOP_DEADLINE),
        given.value(Setting.LOG_LEVEL));
  }

  private static List<Effective> effective(Assignments assignments, Variables variables) {
    List<Effective> effective = new ArrayList<>();
    for (Setting<?> setting : Settings.ALL) {
      if (setting.equals(Setting.DIMENSIONS)) {
        assignments.dimensions().forEach((name, value) -> effective.add(dimension(name, value)));
      } else {
        effective.add(effective(setting, assignments));
      }
      if (setting.equals(Setting.PUBLISH_ORIGINAL)) {
        effective.add(rules(assignments.rules()));
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

  private static Effective rules(Assigned<List<Rule>> rules) {
    return new Effective(
        YamlFile.RULES, Integer.toString(rules.value().size()), rules.origin().source());
  }

  private static Effective dimension(String name, Assigned<String> assigned) {
    return new Effective(
        Setting.DIMENSIONS.key() + "." + name, assigned.value(), assigned.origin().source());
  }
}
