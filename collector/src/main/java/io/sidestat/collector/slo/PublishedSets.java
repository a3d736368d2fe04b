package io.sidestat.collector.slo;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.config.Template;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.shape.RollUps;
import io.sidestat.collector.shape.Shaper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The exact sets of dimensions that a configuration publishes a metric under. CloudWatch adds no
 * custom metrics up, so what is asked for must be one of them. Immutable.
 */
final class PublishedSets {
  /** The value of a dimension that only the running collector knows. */
  private static final String UNKNOWN = "\0";

  private final CollectorConfig config;
  private final RollUps rollUps;
  private final Shaper shaper;

  PublishedSets(CollectorConfig config) {
    this.config = config;
    this.rollUps = new RollUps(config.rollups(), config.publishOriginal());
    this.shaper = Shaper.of(config);
  }

  /**
   * The metric as it is published: under the dimensions wanted, else under the fewest others beside
   * them that the configuration gives a value; empty if neither is published. The app is taken to
   * tag its samples with the dimensions wanted and with nothing else.
   */
  Optional<MetricId> find(MetricId wanted) {
    return findRolledUp(wanted, wanted);
  }

  /**
   * The same of a metric under fewer dimensions than its samples have.
   *
   * @param sent with the dimensions that the app tags its samples with
   */
  Optional<MetricId> findRolledUp(MetricId sent, MetricId wanted) {
    Set<MetricId> published = publishedByAll(originals(sent));
    if (published.contains(wanted)) {
      return Optional.of(wanted);
    }
    return published.stream()
        .filter(id -> id.dimensions().containsAll(wanted.dimensions()))
        .filter(id -> id.dimensions().stream().noneMatch(d -> d.value().equals(UNKNOWN)))
        .filter(id -> sent.equals(wanted) || !id.dimensions().containsAll(sent.dimensions()))
        .min(Comparator.comparingInt(id -> id.dimensions().size()));
  }

  /** Whatever way a sample takes to the metric, its part must not be missing from the sum. */
  private Set<MetricId> publishedByAll(List<MetricId> originals) {
    Set<MetricId> common = new HashSet<>(rollUps.identitiesOf(originals.get(0)));
    originals.forEach(original -> common.retainAll(rollUps.identitiesOf(original)));
    return common;
  }

  /** What the metric's series are before roll-ups: by each rule that makes it, else as sent. */
  private List<MetricId> originals(MetricId wanted) {
    List<MetricId> originals = new ArrayList<>();
    for (Rule rule : config.rules()) {
      if (makes(rule, wanted)) {
        originals.add(original(wanted, rule));
      }
    }
    return originals.isEmpty() ? List.of(original(wanted, ruleForPlainName(wanted))) : originals;
  }

  /** The rule for samples that are sent under the metric's own name. */
  private Rule ruleForPlainName(MetricId wanted) {
    SampleType type = wanted.type() == SeriesType.TIMER ? SampleType.TIMING : SampleType.COUNTER;
    Rule rule = shaper.ruleFor(type, wanted.name(), wanted.dimensions());
    return rule == null ? Rule.AS_SENT : rule;
  }

  private boolean makes(Rule rule, MetricId wanted) {
    return !rule.drop()
        && rule.metric().name().flatMap(PublishedSets::literal).equals(Optional.of(wanted.name()))
        && rule.metric()
            .namespace()
            .map(template -> literal(template).equals(Optional.of(wanted.namespace())))
            .orElse(config.namespace().equals(wanted.namespace()));
  }

  private MetricId original(MetricId wanted, Rule rule) {
    Map<String, String> valueByName = new LinkedHashMap<>(config.dimensions());
    rule.dimensions()
        .added()
        .forEach((name, value) -> valueByName.put(name, literal(value).orElse(UNKNOWN)));
    wanted.dimensions().forEach(d -> valueByName.put(d.name(), d.value()));
    config.ec2().dimensionNames().forEach(name -> valueByName.putIfAbsent(name, UNKNOWN));
    List<Dimension> dimensions = new ArrayList<>();
    valueByName.forEach((name, value) -> dimensions.add(new Dimension(name, value)));
    return wanted.withDimensions(dimensions);
  }

  /** The text of a template that is the same for every sample. */
  private static Optional<String> literal(Template template) {
    boolean fixed = template.parts().stream().allMatch(Template.Literal.class::isInstance);
    return fixed ? Optional.of(template.fill(List.of())) : Optional.empty();
  }
}
