package io.sidestat.collector.config;

import io.sidestat.collector.model.TagDialect;
import java.util.Set;

/**
 * How lines are understood.
 *
 * @param dialects the ways of writing tags that are understood
 * @param gaugeSteps whether a gauge's value with a sign is a step from the one kept, as Etsy's
 *     StatsD has it; if not it is the value, as DataDog's agent has it
 */
public record ProtocolConfig(Set<TagDialect> dialects, boolean gaugeSteps) {

  /** Copies what it is given. */
  public ProtocolConfig {
    dialects = Set.copyOf(dialects);
  }
}
