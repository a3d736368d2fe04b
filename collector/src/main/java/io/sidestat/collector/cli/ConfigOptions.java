package io.sidestat.collector.cli;

import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.Setting;
import io.sidestat.collector.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every command that reads the configuration: {@code --config}, {@code --env-file}
 * and one flag for each setting, made from the table of settings. Use it as a picocli mixin.
 */
final class ConfigOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The YAML file of settings.")
  private @Nullable Path file;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "A .env file; its entries count as environment and lose to the real one.")
  private @Nullable Path envFile;

  private final Map<String, OptionSpec> options = new LinkedHashMap<>();
  private final Predicate<String> shownInHelp;

  /** The options, with every setting's flag in the help text. */
  ConfigOptions() {
    this(key -> true);
  }

  private ConfigOptions(Predicate<String> shownInHelp) {
    this.shownInHelp = shownInHelp;
  }

  /**
   * The options for a command that a few settings matter to: the others are read, but not in its
   * help.
   */
  static ConfigOptions showing(String... keys) {
    return new ConfigOptions(Set.of(keys)::contains);
  }

  /** Called by picocli with the command that the options are mixed into. */
  @Spec(Spec.Target.MIXEE)
  void addFlags(CommandSpec command) {
    for (Setting<?> setting : Settings.ALL) {
      OptionSpec option =
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel("VALUE")
              .description(description(setting))
              .hidden(!shownInHelp.test(setting.key()))
              .build();
      options.put(setting.key(), option);
      command.addOption(option);
    }
  }

  /**
   * Reads the configuration.
   *
   * @param environment the environment of the process
   */
  LoadedConfig load(Map<String, String> environment) throws ConfigException {
    Map<String, String> flags = new LinkedHashMap<>();
    options.forEach(
        (key, option) -> {
          String text = option.getValue();
          if (text != null) {
            flags.put(key, text);
          }
        });
    return ConfigLoader.load(
        new ConfigSources(
            Optional.ofNullable(file), Optional.ofNullable(envFile), environment, flags));
  }

  private static String[] description(Setting<?> setting) {
    String fallback = setting.defaultText().isEmpty() ? "not set" : setting.defaultText();
    return new String[] {
      plain(setting.meaning()) + ".",
      "  allowed: " + plain(setting.allowed()),
      "  default: " + plain(fallback),
      "  environment: "
          + setting.strongerEnvironmentName().map(name -> name + ", else ").orElse("")
          + setting.environmentName()
    };
  }

  /** picocli formats descriptions: a percent sign is doubled, and a dollar keeps its name. */
  private static String plain(String text) {
    return text.replace("`", "").replace("%", "%%");
  }
}
