package io.sidestat.collector.config;

import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Makes a {@link Rule} of a mapping in a YAML file, and finds what is wrong with it. */
final class RuleReader {
  private static final String MATCH = "match";
  private static final String TYPE = "type";
  private static final String TAGS = "tags";
  private static final String NAMESPACE = "namespace";
  private static final String NAME = "name";
  private static final String UNIT = "unit";
  private static final String SENT_IN = "sent-in";
  private static final String SCALE = "scale";
  private static final String RESOLUTION = "resolution";
  private static final String DIMENSIONS = "dimensions";
  private static final String RENAME = "rename";
  private static final String KEEP = "keep";
  private static final String REMOVE = "remove";
  private static final String DROP = "drop";

  private static final List<String> OF_THE_METRIC =
      List.of(NAMESPACE, NAME, UNIT, SENT_IN, SCALE, RESOLUTION, DIMENSIONS, RENAME, KEEP, REMOVE);

  private static final List<String> KEYS =
      Stream.concat(Stream.of(MATCH, TYPE, TAGS, DROP), OF_THE_METRIC.stream()).toList();

  private static final Map<String, SampleType> TYPES =
      Map.of(
          "timer", SampleType.TIMING,
          "histogram", SampleType.HISTOGRAM,
          "distribution", SampleType.DISTRIBUTION,
          "counter", SampleType.COUNTER,
          "gauge", SampleType.GAUGE,
          "set", SampleType.SET);

  /** CloudWatch's limit (MetricDatum, API reference, read 2026-11-23). */
  private static final int NAME_CHARS_MAX = 255;

  /** No conversion between units is further; more would be a slip. */
  private static final BigDecimal SCALE_MAX = new BigDecimal("1e18");

  private static final BigDecimal SCALE_MIN = new BigDecimal("1e-18");
  private static final int SCALE_TEXT_CHARS_MAX = 40;

  private final MappingNodes nodes;
  private final int number;
  private int captures;

  private RuleReader(MappingNodes nodes, int number) {
    this.nodes = nodes;
    this.number = number;
  }

  /** The rule; empty if it has mistakes. */
  static Optional<Rule> read(String file, int number, MappingNode mapping, Mistakes mistakes) {
    MappingNodes nodes = new MappingNodes(file, "rule " + number, mapping, KEYS);
    Optional<Rule> rule = new RuleReader(nodes, number).read();
    return nodes.report(mistakes) ? rule : Optional.empty();
  }

  private Optional<Rule> read() {
    Optional<Glob> match =
        nodes.value(
            MATCH, "a StatsD name, with * for one part of it and ** for any stretch", Glob::ofName);
    if (!nodes.has(MATCH)) {
      nodes.refuse(MATCH, "is missing; " + MATCH + ": \"**\" is every name");
    }
    // Without a pattern nobody can tell which captures there are, so none is called missing.
    captures = match.map(Glob::captures).orElse(Integer.MAX_VALUE);
    Map<String, Glob> tags =
        nodes.entries(
            TAGS, "a tag's name and a pattern for its value", RuleReader::tagName, Glob::ofTag);
    Set<SampleType> types = types();
    boolean drop = nodes.value(DROP, "true or false", SwitchText::parse).orElse(false);
    if (drop) {
      OF_THE_METRIC.stream()
          .filter(nodes::has)
          .forEach(key -> nodes.refuse(key, "has no effect beside drop: true; leave one away"));
    }
    RuleMetric metric = metric();
    RuleDimensions dimensions = dimensions();
    return match.map(
        name ->
            new Rule(
                number,
                nodes.where(),
                new RuleCondition(name, types, tags),
                metric,
                dimensions,
                drop));
  }

  private Set<SampleType> types() {
    String allowed =
        "timer (ms), histogram (h), distribution (d), counter (c), gauge (g) or set (s), or a list";
    List<SampleType> given = nodes.values(TYPE, allowed, RuleReader::type);
    return given.isEmpty() ? EnumSet.allOf(SampleType.class) : EnumSet.copyOf(given);
  }

  private static SampleType type(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    for (SampleType type : SampleType.values()) {
      if (type.code().equals(word) || type.equals(TYPES.get(word))) {
        return type;
      }
    }
    throw new IllegalArgumentException("not a type");
  }

  private RuleMetric metric() {
    Optional<Template> namespace =
        nodes.value(NAMESPACE, Setting.NAMESPACE.allowed() + "; or a template", this::namespace);
    Optional<Template> name =
        nodes.value(
            NAME, "1 to 255 printable ASCII characters; $1 is what the first * took", this::name);
    Optional<Unit> unit = nodes.value(UNIT, "a unit of CloudWatch's", RuleReader::unit);
    Optional<SentUnit> sentIn =
        nodes.value(SENT_IN, "a unit of time, bytes or bits", RuleReader::sentUnit);
    Optional<BigDecimal> scale =
        nodes.value(SCALE, "a number above 0, such as 0.001", RuleReader::scale);
    checkConversion(unit, sentIn);
    Resolution resolution =
        nodes
            .value(RESOLUTION, "standard or high (also 60 or 1)", RuleReader::resolution)
            .orElse(Resolution.OF_INTERVAL);
    return new RuleMetric(namespace, name, unit, sentIn, scale, resolution);
  }

  private void checkConversion(Optional<Unit> unit, Optional<SentUnit> sentIn) {
    if (nodes.has(SENT_IN) && nodes.has(SCALE)) {
      nodes.refuse(SCALE, "stands beside sent-in; one of them says how values are converted");
    }
    if (nodes.has(SENT_IN) && !nodes.has(UNIT)) {
      nodes.refuse(SENT_IN, "needs unit: what values are converted to");
    }
    if (sentIn.isPresent() && unit.isPresent()) {
      boolean converts = SentUnit.of(unit.get()).map(sentIn.get()::convertsTo).orElse(false);
      if (!converts) {
        nodes.refuse(SENT_IN, sentIn.get().label() + " do not convert to " + unit.get().label());
      }
    }
  }

  private RuleDimensions dimensions() {
    Map<String, Template> added =
        nodes.entries(
            DIMENSIONS,
            "a dimension's name and its value, such as Endpoint: $1",
            RuleReader::dimensionName,
            this::dimensionValue);
    if (added.size() > Dimensions.COUNT_MAX) {
      nodes.refuse(
          DIMENSIONS, "found " + added.size() + ", allowed: at most " + Dimensions.COUNT_MAX);
    }
    Map<String, String> renamed =
        nodes.entries(
            RENAME,
            "a tag's name and the dimension's, such as endpoint: Endpoint",
            RuleReader::tagName,
            RuleReader::dimensionName);
    refuseTwoOfOneName(renamed);
    String allowed = "a list of tags' names, such as [endpoint, \"k8s_*\"]";
    List<Glob> kept = nodes.values(KEEP, allowed, Glob::ofTag);
    List<Glob> removed = nodes.values(REMOVE, allowed, Glob::ofTag);
    if (nodes.has(KEEP) && nodes.has(REMOVE)) {
      nodes.refuse(REMOVE, "stands beside keep, which removes all other tags; leave one away");
    }
    boolean keeps = nodes.has(KEEP);
    return new RuleDimensions(keeps ? kept : removed, keeps, renamed, added);
  }

  /** Which of them a metric got would depend on the order of a sample's tags. */
  private void refuseTwoOfOneName(Map<String, String> renamed) {
    Set<String> names = new HashSet<>();
    renamed.forEach(
        (tag, name) -> {
          if (!names.add(name)) {
            nodes.refuse(
                RENAME,
                "%s becomes %s, as another tag does".formatted(Quoted.of(tag), Quoted.of(name)));
          }
        });
  }

  private Template namespace(String text) {
    Template template = Template.parse(text, captures);
    CollectorConfig.checkNamespace(template.example());
    return template;
  }

  private Template name(String text) {
    Template template = Template.parse(text, captures);
    Dimensions.checkText("a metric's name", template.example(), NAME_CHARS_MAX);
    return template;
  }

  private Template dimensionValue(String text) {
    Template template = Template.parse(text, captures);
    Dimensions.checkValue(template.example());
    return template;
  }

  private static String dimensionName(String text) {
    Dimensions.checkName(text);
    return text;
  }

  private static String tagName(String text) {
    if (text.isEmpty()) {
      throw new RejectedValueException("a tag's name is empty");
    }
    return text;
  }

  private static Unit unit(String text) {
    for (Unit unit : Unit.values()) {
      if (unit.label().equalsIgnoreCase(text)) {
        return unit;
      }
    }
    throw unknown(text, Arrays.stream(Unit.values()).map(Unit::label).toList());
  }

  private static SentUnit sentUnit(String text) {
    return SentUnit.ofLabel(text)
        .orElseThrow(
            () -> unknown(text, Arrays.stream(SentUnit.values()).map(SentUnit::label).toList()));
  }

  private static RejectedValueException unknown(String text, Collection<String> labels) {
    Function<String, String> lower = label -> label.toLowerCase(Locale.ROOT);
    String hint =
        Nearest.to(lower.apply(text), labels.stream().map(lower).toList())
            .flatMap(near -> labels.stream().filter(l -> lower.apply(l).equals(near)).findFirst())
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(() -> "one of " + labels.stream().collect(Collectors.joining(", ")));
    return new RejectedValueException(hint);
  }

  private static BigDecimal scale(String text) {
    if (text.length() > SCALE_TEXT_CHARS_MAX) {
      throw new IllegalArgumentException("not a number");
    }
    // Its exception for what is no number is an IllegalArgumentException.
    BigDecimal scale = new BigDecimal(text);
    if (scale.signum() <= 0) {
      throw new RejectedValueException("it is not above 0");
    }
    if (scale.compareTo(SCALE_MIN) < 0 || scale.compareTo(SCALE_MAX) > 0) {
      throw new RejectedValueException("it is 1e-18 to 1e18");
    }
    return scale;
  }

  private static Resolution resolution(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "high", "1" -> Resolution.HIGH;
      case "standard", "60" -> Resolution.STANDARD;
      default -> throw new IllegalArgumentException("not a resolution");
    };
  }
}
