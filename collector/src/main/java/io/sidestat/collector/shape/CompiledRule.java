package io.sidestat.collector.shape;

import io.sidestat.collector.config.Rule;
import io.sidestat.collector.config.SentUnit;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping rule, ready to be held against samples. Immutable. */
final class CompiledRule {
  /** What samples become that no rule is for. */
  static final CompiledRule AS_SENT = new CompiledRule(Rule.AS_SENT);

  private final Rule rule;
  private final GlobMatcher name;
  private final Map<String, GlobMatcher> tags = new LinkedHashMap<>();
  private final List<GlobMatcher> tagNames;

  CompiledRule(Rule rule) {
    this.rule = rule;
    this.name = new GlobMatcher(rule.condition().name());
    rule.condition().tags().forEach((tag, glob) -> tags.put(tag, new GlobMatcher(glob)));
    this.tagNames = rule.dimensions().tagNames().stream().map(GlobMatcher::new).toList();
  }

  Rule rule() {
    return rule;
  }

  /**
   * The whole name, then what each wildcard of the pattern took; null if the rule is not for such a
   * sample.
   */
  @Nullable List<String> captured(SampleType type, String sentName, Map<String, String> sentTags) {
    if (!rule.condition().types().contains(type)) {
      return null;
    }
    for (Map.Entry<String, GlobMatcher> tag : tags.entrySet()) {
      String value = sentTags.get(tag.getKey());
      if (value == null || !tag.getValue().matches(value)) {
        return null;
      }
    }
    return name.captured(sentName);
  }

  /** Whether it asks for the values of tags, or removes some tags. */
  boolean looksAtTags() {
    return !tags.isEmpty() || !tagNames.isEmpty() || rule.dimensions().keepsMatching();
  }

  /** Whether a tag becomes a dimension. */
  boolean keeps(String tagName) {
    boolean matching = tagNames.stream().anyMatch(glob -> glob.matches(tagName));
    return matching == rule.dimensions().keepsMatching();
  }

  Unit unit(SampleType type) {
    return rule.metric().unit().orElse(type.defaultUnit());
  }

  /**
   * Brings a sample's value into the metric's unit. A {@code ms} sample is in milliseconds unless
   * the rule says otherwise, so a unit of time is enough to convert it; of other types nobody knows
   * what unit they are sent in. A set's members have no value.
   */
  Scale scale(SampleType type) {
    if (type == SampleType.SET) {
      return Scale.NONE;
    }
    if (rule.metric().scale().isPresent()) {
      return Scale.by(rule.metric().scale().get());
    }
    Optional<SentUnit> target = rule.metric().unit().flatMap(SentUnit::of);
    SentUnit sent = rule.metric().sentIn().orElse(SentUnit.MILLISECONDS);
    boolean known = rule.metric().sentIn().isPresent() || type == SampleType.TIMING;
    return target
        .filter(unit -> known && sent.convertsTo(unit))
        .map(unit -> Scale.between(sent, unit))
        .orElse(Scale.NONE);
  }
}
