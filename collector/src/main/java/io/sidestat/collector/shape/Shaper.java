package io.sidestat.collector.shape;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SampleType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the CloudWatch metric that a StatsD name and its tags belong to. The first mapping rule
 * that is for such samples decides; what it leaves open, and everything if there is none, is the
 * configured namespace, the name as it is, the type's unit, and the tags over the default
 * dimensions. What CloudWatch would refuse is mended by {@link NameMending}. Immutable.
 */
public final class Shaper {
  /** The value of a bare tag, which has none and of which CloudWatch wants one. */
  static final String BARE_TAG_VALUE = "true";

  /** The value of all dimensions of a series that stands for others. */
  public static final String OTHER = "__other__";

  private final String namespace;
  private final Map<String, String> defaultDimensions;
  private final List<CompiledRule> rules;
  private final Set<String> reservedNames;

  /** A shaper without rules. */
  public Shaper(String namespace, Map<String, String> defaultDimensions) {
    this(namespace, defaultDimensions, List.of(), Set.of());
  }

  /**
   * A shaper.
   *
   * @param namespace of every metric whose rule names no other
   * @param defaultDimensions given to every series that has no tag of the name
   * @param rules the first that is for a sample counts
   * @param reservedNames of dimensions that are added when an interval is closed ({@link
   *     HostDimensions}): each keeps a place, whether or not the tags fill the others
   */
  public Shaper(
      String namespace,
      Map<String, String> defaultDimensions,
      List<Rule> rules,
      Set<String> reservedNames) {
    this.namespace = namespace;
    this.defaultDimensions = new LinkedHashMap<>(defaultDimensions);
    this.rules = rules.stream().map(CompiledRule::new).toList();
    this.reservedNames = Set.copyOf(reservedNames);
  }

  /** The shaper of a configuration. */
  public static Shaper of(CollectorConfig config) {
    return new Shaper(
        config.namespace(), config.dimensions(), config.rules(), config.ec2().dimensionNames());
  }

  /**
   * Whether samples that differ only in the values of tags may become one series, or be dropped or
   * not: if a rule removes tags or asks for their values.
   */
  public boolean tagValuesDecide() {
    return rules.stream().anyMatch(CompiledRule::looksAtTags);
  }

  /** A rule that is for some samples, and what its pattern took of their name. */
  private record Match(CompiledRule rule, List<String> captured) {}

  /** The rule that decides on such samples; null if none is for them. */
  public @Nullable Rule ruleFor(SampleType type, String name, List<Dimension> tags) {
    Match match = match(type, name, valueByName(tags));
    return match == null ? null : match.rule().rule();
  }

  /**
   * The metric of a sample's name and tags. Of tags with one key the last counts; past 30
   * dimensions, reserved ones included, the rule's, the defaults and the first tags are kept. Takes
   * time for each rule and byte of the name, so it is asked once for each spelling.
   *
   * @param tags as sent, in that order; a bare tag has an empty value
   * @return null if a rule drops such samples
   */
  public @Nullable ShapedMetric shape(SampleType type, String name, List<Dimension> tags) {
    Map<String, String> sent = valueByName(tags);
    Match match = match(type, name, sent);
    if (match == null) {
      return shape(type, name, sent, new Match(CompiledRule.AS_SENT, List.of(name)));
    }
    return match.rule().rule().drop() ? null : shape(type, name, sent, match);
  }

  /**
   * What a rule makes of samples, whatever names it is for.
   *
   * @param captured stands for all that the rule's pattern takes of a name
   */
  public MetricId shapedBy(Rule rule, SampleType type, String captured, List<Dimension> tags) {
    Match match = new Match(new CompiledRule(rule), Collections.nCopies(Short.MAX_VALUE, captured));
    return shape(type, captured, valueByName(tags), match).id();
  }

  private @Nullable Match match(SampleType type, String name, Map<String, String> tags) {
    for (CompiledRule rule : rules) {
      List<String> captured = rule.captured(type, name, tags);
      if (captured != null) {
        return new Match(rule, captured);
      }
    }
    return null;
  }

  private ShapedMetric shape(SampleType type, String name, Map<String, String> tags, Match match) {
    CompiledRule rule = match.rule();
    var metric = rule.rule().metric();
    NameMending mending = new NameMending();
    MetricId id =
        new MetricId(
            type.seriesType(),
            metric
                .namespace()
                .map(template -> mending.namespace(template.fill(match.captured())))
                .orElse(namespace),
            mending.metricName(
                metric.name().map(template -> template.fill(match.captured())).orElse(name)),
            rule.unit(type),
            dimensions(tags, match, mending));
    return new ShapedMetric(id, metric.resolution(), rule.scale(type), mending.mended());
  }

  private List<Dimension> dimensions(Map<String, String> tags, Match match, NameMending mending) {
    CompiledRule rule = match.rule();
    var own = rule.rule().dimensions().added();
    Map<String, String> valueByName = new LinkedHashMap<>(defaultDimensions);
    own.forEach(
        (name, value) ->
            valueByName.put(name, mending.dimensionValue(value.fill(match.captured()))));
    tags.forEach(
        (tag, value) -> {
          if (rule.keeps(tag)) {
            String renamed = rule.rule().dimensions().renamed().getOrDefault(tag, tag);
            String name = mending.dimensionName(renamed);
            if (!valueByName.containsKey(name) && !hasRoom(valueByName, name)) {
              mending.leftOut();
            } else if (!own.containsKey(name)) {
              valueByName.put(name, mending.dimensionValue(value));
            }
          }
        });
    List<Dimension> dimensions = new ArrayList<>(valueByName.size());
    valueByName.forEach((name, value) -> dimensions.add(new Dimension(name, value)));
    return dimensions;
  }

  /** Tags by their name as sent, in the order in which each name came first. */
  private static Map<String, String> valueByName(List<Dimension> tags) {
    Map<String, String> valueByName = new LinkedHashMap<>();
    for (Dimension tag : tags) {
      valueByName.put(tag.name(), tag.value().isEmpty() ? BARE_TAG_VALUE : tag.value());
    }
    return valueByName;
  }

  private boolean hasRoom(Map<String, String> dimensions, String key) {
    int places = dimensions.size();
    for (String reserved : reservedNames) {
      if (!reserved.equals(key) && !dimensions.containsKey(reserved)) {
        places++;
      }
    }
    return places < Dimension.PER_METRIC_MAX;
  }

  /**
   * The tags, as sent, that are or may be renamed to a default dimension at its default: those that
   * {@link #other} may leave as they are.
   */
  public Set<Dimension> defaultTags() {
    Set<Dimension> tags = new LinkedHashSet<>();
    defaultDimensions.forEach((name, value) -> tags.add(new Dimension(name, value)));
    for (CompiledRule rule : rules) {
      rule.rule()
          .dimensions()
          .renamed()
          .forEach(
              (tag, name) -> {
                String value = defaultDimensions.get(name);
                if (value != null) {
                  tags.add(new Dimension(tag, value));
                }
              });
    }
    return tags;
  }

  /**
   * The series that stands for all those of a metric which the series limit keeps out: the value of
   * every dimension is {@value #OTHER}, but for default dimensions at their default.
   */
  public MetricId other(MetricId id) {
    return id.withDimensions(id.dimensions().stream().map(this::other).toList());
  }

  private Dimension other(Dimension dimension) {
    boolean standing = dimension.value().equals(defaultDimensions.get(dimension.name()));
    return standing ? dimension : new Dimension(dimension.name(), OTHER);
  }
}
