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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The exact sets of dimensions that a configuration publishes a metric under. CloudWatch adds no
 * custom metrics up, so what is asked for must be one of them. The app is taken to tag its samples
 * with the dimensions asked for and with nothing else, and to send them under the metric's own
 * name, unless a rule gives that name. Immutable.
 */
final class PublishedSets {
  /** The value of a dimension that only the running collector knows. */
  private static final String UNKNOWN = "~unknown~";

  private final CollectorConfig config;
  private final RollUps rollUps;

  PublishedSets(CollectorConfig config) {
    this.config = config;
    this.rollUps = new RollUps(config.rollups(), config.publishOriginal());
  }

  /**
   * What is to be asked for.
   *
   * @param metric as it is published; empty if it is not
   * @param problem why it is not, and what to do; empty if it is
   */
  record Search(Optional<MetricId> metric, String problem) {
    private static Search without(String problem) {
      return new Search(Optional.empty(), problem);
    }
  }

  /** What samples become before roll-ups, and what made them so: a rule, or none. */
  private record Source(MetricId id, @Nullable Rule rule) {
    String by() {
      return rule == null ? "the collector" : "rule " + rule.number() + " (" + rule.where() + ")";
    }
  }

  /**
   * The metric under the dimensions wanted, else under the fewest others beside them that the
   * configuration gives a value.
   *
   * @param sent with the dimensions that samples have: those wanted, or more of them where a
   *     roll-up is wanted
   */
  Search find(MetricId sent, MetricId wanted) {
    List<Source> sources = new ArrayList<>();
    for (Source source : sources(sent)) {
      MetricId id = source.id();
      if (!id.name().equals(wanted.name()) || !id.namespace().equals(wanted.namespace())) {
        return Search.without(
            "%s is not published in namespace %s: %s makes it %s in %s"
                .formatted(
                    wanted.name(), wanted.namespace(), source.by(), id.name(), id.namespace()));
      }
      if (wanted.type() == SeriesType.TIMER && id.unit() != wanted.unit()) {
        return Search.without(
            "%s is published in %s by %s, and latency-unit of the service is %s: thresholds would be held against other numbers; make the two agree"
                .formatted(wanted.name(), id.unit().label(), source.by(), wanted.unit().label()));
      }
      sources.add(source);
    }
    if (sources.isEmpty()) {
      return Search.without(
          wanted.name() + " is not published: a rule drops the samples of that name");
    }
    Set<MetricId> published = publishedByAll(sources, wanted);
    Optional<MetricId> found =
        published.contains(wanted)
            ? Optional.of(wanted)
            : published.stream()
                .filter(id -> id.dimensions().containsAll(wanted.dimensions()))
                .filter(id -> id.dimensions().stream().noneMatch(d -> d.value().equals(UNKNOWN)))
                .filter(
                    id -> sent.equals(wanted) || !id.dimensions().containsAll(sent.dimensions()))
                .min(Comparator.comparingInt(id -> id.dimensions().size()));
    return found.isPresent() ? new Search(found, "") : Search.without(problem(sources, wanted));
  }

  /** Whatever way a sample takes to the metric, its part must not be missing from the sum. */
  private Set<MetricId> publishedByAll(List<Source> sources, MetricId wanted) {
    Set<MetricId> common = null;
    for (Source source : sources) {
      // Units of counters are for people; CloudWatch answers over all of them.
      Set<MetricId> published =
          rollUps.identitiesOf(wanted.withDimensions(source.id().dimensions()));
      if (common == null) {
        common = new HashSet<>(published);
      }
      common.retainAll(published);
    }
    return common == null ? Set.of() : common;
  }

  private String problem(List<Source> sources, MetricId wanted) {
    for (Source source : sources) {
      Optional<Dimension> lacking =
          wanted.dimensions().stream()
              .filter(d -> source.id().dimension(d.name()).isEmpty())
              .findFirst();
      if (lacking.isPresent()) {
        return "%s is published without %s: %s takes it off"
            .formatted(wanted.name(), lacking.get().name(), source.by());
      }
    }
    String set =
        wanted.dimensions().stream().map(Dimension::name).collect(Collectors.joining(", "));
    Set<String> ofEc2 = new TreeSet<>(config.ec2().dimensionNames());
    String others =
        ofEc2.isEmpty()
            ? ""
            : ", since every series has " + String.join(", ", ofEc2) + " of EC2 too";
    return "%s is not published by [%s]%s: add the roll-up [%s] to rollups"
        .formatted(wanted.name(), set, others, set);
  }

  /** By each rule that gives the metric its name; else what becomes of that name as it is sent. */
  private List<Source> sources(MetricId sent) {
    SampleType type = sent.type() == SeriesType.TIMER ? SampleType.TIMING : SampleType.COUNTER;
    Shaper shaper = shaper(sent);
    List<Source> sources = new ArrayList<>();
    for (Rule rule : config.rules()) {
      if (!rule.drop()
          && rule.metric()
              .name()
              .flatMap(PublishedSets::literal)
              .equals(Optional.of(sent.name()))) {
        MetricId id = filled(shaper.shapedBy(rule, type, UNKNOWN, tags(sent, rule)), sent);
        if (id.namespace().equals(sent.namespace())) {
          sources.add(new Source(id, rule));
        }
      }
    }
    if (sources.isEmpty()) {
      Rule rule = shaper.ruleFor(type, sent.name(), tags(sent, Rule.AS_SENT));
      var shaped = shaper.shape(type, sent.name(), tags(sent, rule == null ? Rule.AS_SENT : rule));
      if (shaped != null) {
        sources.add(new Source(filled(shaped.id(), sent), rule));
      }
    }
    return sources;
  }

  /** As the collector of that environment has it: it gives Environment to all samples. */
  private Shaper shaper(MetricId sent) {
    Map<String, String> defaults = new LinkedHashMap<>(config.dimensions());
    sent.dimension(SloMetrics.ENVIRONMENT)
        .ifPresent(environment -> defaults.put(SloMetrics.ENVIRONMENT, environment));
    // Without rules, a configuration of another namespace is not that of this service's collector.
    return new Shaper(
        config.rules().isEmpty() ? sent.namespace() : config.namespace(),
        defaults,
        config.rules(),
        config.ec2().dimensionNames());
  }

  /** The tags that the app must have sent for a rule to make such dimensions of them. */
  private static List<Dimension> tags(MetricId sent, Rule rule) {
    return sent.dimensions().stream()
        .filter(dimension -> !dimension.name().equals(SloMetrics.ENVIRONMENT))
        .map(
            dimension ->
                new Dimension(
                    rule.dimensions().renamed().entrySet().stream()
                        .filter(renamed -> renamed.getValue().equals(dimension.name()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(dimension.name()),
                    dimension.value()))
        .toList();
  }

  /** What was captured of a name may be what is asked for; what EC2 adds nobody knows here. */
  private MetricId filled(MetricId shaped, MetricId sent) {
    Map<String, String> valueByName = new LinkedHashMap<>();
    for (Dimension dimension : shaped.dimensions()) {
      boolean unknown = dimension.value().contains(UNKNOWN);
      valueByName.put(
          dimension.name(),
          unknown ? sent.dimension(dimension.name()).orElse(UNKNOWN) : dimension.value());
    }
    config.ec2().dimensionNames().forEach(name -> valueByName.putIfAbsent(name, UNKNOWN));
    List<Dimension> dimensions = new ArrayList<>();
    valueByName.forEach((name, value) -> dimensions.add(new Dimension(name, value)));
    return new MetricId(
        shaped.type(),
        shaped.namespace().contains(UNKNOWN) ? sent.namespace() : shaped.namespace(),
        shaped.name(),
        shaped.unit(),
        dimensions);
  }

  /** The text of a template that is the same for every sample. */
  private static Optional<String> literal(Template template) {
    boolean fixed = template.parts().stream().allMatch(Template.Literal.class::isInstance);
    return fixed ? Optional.of(template.fill(List.of())) : Optional.empty();
  }
}
