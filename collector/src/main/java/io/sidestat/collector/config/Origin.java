package io.sidestat.collector.config;

/**
 * Where a value was written.
 *
 * @param where the place, such as {@code sidestat.yaml:7} or {@code flag --interval}
 * @param key the key or variable within the place; empty if the place says it all
 * @param source the two as the effective configuration shows them
 */
record Origin(String where, String key, String source) {

  static Origin defaults() {
    return new Origin("default", "", "default");
  }

  static Origin file(String where, String key) {
    return new Origin(where, key, where);
  }

  static Origin envFile(String where, String name) {
    return new Origin(where, name, where + " " + name);
  }

  static Origin environment(String name) {
    return new Origin("environment " + name, "", "environment " + name);
  }

  static Origin flag(Setting<?> setting) {
    return new Origin("flag " + setting.flag(), "", "flag " + setting.flag());
  }
}
