package io.sidestat.collector.config;

import io.sidestat.collector.model.TagDialect;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes which ways of writing tags are understood. */
final class TagDialects {
  private static final String NONE = "none";

  private TagDialects() {}

  /** Reads names with commas between; {@code none} is none. */
  static Set<TagDialect> parse(String text) {
    Set<TagDialect> dialects = EnumSet.noneOf(TagDialect.class);
    if (!text.equals(NONE)) {
      for (String name : Rollups.split(text, ',')) {
        if (!dialects.add(ofLabel(name))) {
          throw new RejectedValueException("a dialect is given twice");
        }
      }
    }
    return Collections.unmodifiableSet(dialects);
  }

  private static TagDialect ofLabel(String label) {
    return Arrays.stream(TagDialect.values())
        .filter(dialect -> dialect.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such dialect"));
  }

  static String write(Set<TagDialect> dialects) {
    return dialects.isEmpty()
        ? NONE
        : dialects.stream().map(TagDialect::label).collect(Collectors.joining(","));
  }
}
