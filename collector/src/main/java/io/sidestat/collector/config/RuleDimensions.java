package io.sidestat.collector.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What dimensions a rule gives to a metric, in this order: some of the sample's tags are kept,
 * these are renamed, and the rule's own dimensions are laid over them.
 *
 * @param tagNames matched against the names of tags as sent
 * @param keepsMatching whether tags with a matching name are kept and the others removed, or the
 *     other way round
 * @param renamed dimension's name by tag's name; other tags keep their name
 * @param added dimension's value by name
 */
public record RuleDimensions(
    List<Glob> tagNames,
    boolean keepsMatching,
    Map<String, String> renamed,
    Map<String, Template> added) {
  /** Every tag as it is. */
  public static final RuleDimensions AS_SENT =
      new RuleDimensions(List.of(), false, Map.of(), Map.of());

  /** Copies what it is given. */
  public RuleDimensions {
    tagNames = List.copyOf(tagNames);
    renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
    added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
  }
}
