package io.sidestat.collector.bench;

import java.util.List;
import java.util.stream.Collectors;

/** A way to write a line's name and tags. */
public enum LineDialect {
  /** {@code name:1|ms|#key:value,key:value}. */
  DOGSTATSD("", ":", ",", ""),
  /** {@code name,key=value,key=value:1|ms}. */
  INFLUX(",", "=", ",", ""),
  /** {@code name;key=value;key=value:1|ms}. */
  GRAPHITE(";", "=", ";", ""),
  /** {@code name#key=value,key=value:1|ms}. */
  LIBRATO("#", "=", ",", ""),
  /** {@code name[key=value,key=value]:1|ms}. */
  SIGNALFX("[", "=", ",", "]"),
  /** {@code name.value.value:1|ms}: for servers without tags. */
  PLAIN(".", "", ".", "");

  /** A tag. */
  record Tag(String key, String value) {}

  private final String open;
  private final String equals;
  private final String comma;
  private final String close;

  LineDialect(String open, String equals, String comma, String close) {
    this.open = open;
    this.equals = equals;
    this.comma = comma;
    this.close = close;
  }

  /** What stands before the colon. */
  String head(String name, List<Tag> tags) {
    return this == DOGSTATSD ? name : name + open + written(tags) + close;
  }

  /** What stands behind the type. */
  String tail(List<Tag> tags) {
    return this == DOGSTATSD ? "|#" + written(tags) : "";
  }

  private String written(List<Tag> tags) {
    return tags.stream()
        .map(tag -> this == PLAIN ? plain(tag.value()) : tag.key() + equals + tag.value())
        .collect(Collectors.joining(comma));
  }

  private static String plain(String value) {
    return value.substring(value.startsWith("/") ? 1 : 0).replace('/', '.');
  }
}
