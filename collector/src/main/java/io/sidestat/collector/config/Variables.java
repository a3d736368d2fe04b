package io.sidestat.collector.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment with a {@code .env} file under it. A variable with an empty value counts as
 * unset, so one of the file shows through an empty one of the process.
 */
final class Variables {
  /** Sets the dimension Environment; it stood in users' {@code .env} files before our names. */
  static final String ENVIRONMENT = "ENVIRONMENT";

  /**
   * Kubernetes gives every pod the addresses of the namespace's services in variables of these
   * forms; a service called sidestat is to be expected. Source: "Service", Kubernetes
   * documentation, "Environment variables", 23 Nov 2026.
   */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("SIDESTAT(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_.+)?)");

  /** A value and where it came from. */
  record Variable(String value, Origin origin) {}

  private final Map<String, Variable> variables;

  private Variables(Map<String, Variable> variables) {
    this.variables = variables;
  }

  static Variables merge(
      Optional<Path> envFile, Map<String, String> environment, Mistakes mistakes) {
    Map<String, Variable> merged = new TreeMap<>();
    envFile.ifPresent(path -> readFile(path, merged, mistakes));
    environment.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            merged.put(name, new Variable(value, Origin.environment(name)));
          }
        });
    return new Variables(merged);
  }

  private static void readFile(Path path, Map<String, Variable> merged, Mistakes mistakes) {
    String where = Quoted.path(path);
    Optional<String> text = TextFile.read(path, mistakes);
    EnvFile.parse(text.orElse(""), where, mistakes)
        .forEach(
            (name, entry) -> {
              if (!entry.value().isEmpty()) {
                Origin origin = Origin.envFile(where + ":" + entry.line(), name);
                merged.put(name, new Variable(entry.value(), origin));
              }
            });
  }

  /** Gives the settings what the variables say, and lists names that are nearly ours. */
  void assignTo(Assignments assignments, Mistakes mistakes) {
    reportUnknown(mistakes);
    for (Setting<?> setting : Settings.ALL) {
      find(setting.environmentName())
          .ifPresent(found -> assignments.read(setting, found.value(), found.origin()));
      // After the one of ours, since it wins over it.
      setting
          .strongerEnvironmentName()
          .flatMap(this::find)
          .ifPresent(found -> readStronger(setting, found, assignments));
    }
  }

  private static void readStronger(Setting<?> setting, Variable found, Assignments assignments) {
    if (setting.equals(Setting.DIMENSIONS)) {
      assignments.readDimension(Dimensions.ENVIRONMENT, found.value(), found.origin());
    } else {
      assignments.read(setting, found.value(), found.origin());
    }
  }

  private void reportUnknown(Mistakes mistakes) {
    List<String> known = Settings.ALL.stream().map(Setting::environmentName).toList();
    variables.forEach(
        (name, variable) -> {
          if (name.startsWith(Setting.ENVIRONMENT_PREFIX)
              && !known.contains(name)
              && !OF_KUBERNETES.matcher(name).matches()) {
            // The variable's own name is in the message, so the place is all that is added.
            boolean inFile = !variable.origin().key().isEmpty();
            String where = inFile ? variable.origin().where() : "environment";
            mistakes.add(Mistake.unknown(where, "variable", name, known));
          }
        });
  }

  /**
   * Where a journal belongs if nobody says: the directory systemd made for the service, else the
   * user's own (XDG base directory specification, which ignores relative paths).
   */
  Optional<Path> defaultJournalPath() {
    Optional<String> ofService =
        // systemd joins several directories with colons; the first is the service's own.
        find("STATE_DIRECTORY").map(found -> found.value().split(":", -1)[0]);
    Optional<String> ofUser =
        find("XDG_STATE_HOME").map(Variable::value).filter(path -> path.startsWith("/"));
    return ofService
        .or(() -> ofUser.map(state -> state + "/sidestat"))
        .or(() -> find("HOME").map(home -> home.value() + "/.local/state/sidestat"))
        .flatMap(directory -> toPath(directory + "/journal.db"));
  }

  private static Optional<Path> toPath(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Optional<Variable> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** The values by name, in the order of the names. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    variables.forEach((name, variable) -> values.put(name, variable.value()));
    return values;
  }
}
