package io.sidestat.collector.config;

import io.sidestat.collector.model.SampleType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which samples a rule is for: all of it must hold.
 *
 * @param name matches the StatsD name
 * @param types holds the sample's type; never empty
 * @param tags for each name, matches the value of the sample's tag of that name, which must be
 *     there
 */
public record RuleCondition(Glob name, Set<SampleType> types, Map<String, Glob> tags) {
  /** Copies what it is given. */
  public RuleCondition {
    types = Collections.unmodifiableSet(EnumSet.copyOf(types));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }
}
