package io.sidestat.collector.config;

import java.util.Collection;

/**
 * One thing that is wrong with the settings, in words fit for a line of output: foreign text in it
 * is escaped and cut, and holds no secrets.
 *
 * @param where the file and line, or the environment variable, or the flag
 * @param key the key or variable within a file; empty if {@code where} says it all
 * @param problem what is wrong, and what is allowed or meant instead
 */
public record Mistake(String where, String key, String problem) {

  static Mistake value(Origin origin, String found, Setting<?> setting, String reason) {
    String problem = "found " + Quoted.of(found) + ", allowed: " + setting.allowed();
    return new Mistake(
        origin.where(), origin.key(), reason.isEmpty() ? problem : problem + " (" + reason + ")");
  }

  static Mistake unknown(String where, String what, String name, Collection<String> known) {
    String problem = "unknown " + what + " " + Quoted.of(name);
    return new Mistake(
        where,
        "",
        Nearest.to(name, known)
            .map(nearest -> problem + "; did you mean " + Quoted.of(nearest) + "?")
            .orElse(problem));
  }

  /** The mistake as it is printed, such as {@code sidestat.yaml:7: listen.udp: found ...}. */
  @Override
  public String toString() {
    return key.isEmpty() ? where + ": " + problem : where + ": " + key + ": " + problem;
  }
}
