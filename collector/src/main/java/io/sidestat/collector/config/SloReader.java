package io.sidestat.collector.config;

import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.model.Unit;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code slo.yaml}, and finds all that is wrong with it. */
final class SloReader {
  private static final String SERVICES = "services";
  private static final String NAME = "name";
  private static final String NAMESPACE = "namespace";
  private static final String ENVIRONMENT = "environment";
  private static final String ENDPOINTS = "endpoints";
  private static final String LATENCY_METRIC = "latency-metric";
  private static final String LATENCY_UNIT = "latency-unit";
  private static final String REQUESTS_METRIC = "requests-metric";
  private static final String OBJECTIVES = "objectives";
  private static final String AVAILABILITY = "availability";
  private static final String LATENCY = "latency";
  private static final String GOOD = "good";
  private static final String BAD = "bad";
  private static final String WINDOW = "window";

  static final List<String> SERVICE_KEYS =
      List.of(
          NAME,
          NAMESPACE,
          ENVIRONMENT,
          ENDPOINTS,
          LATENCY_METRIC,
          LATENCY_UNIT,
          REQUESTS_METRIC,
          OBJECTIVES);
  static final List<String> OBJECTIVE_KEYS = List.of(AVAILABILITY, LATENCY, GOOD, BAD, WINDOW);

  private static final String SERVICE_FORM =
      "a mapping, such as {name: ai, endpoints: [/api/x], objectives: [{availability: 99%}]}";
  private static final String OBJECTIVE_FORM =
      "a mapping, such as {availability: 99%} or {latency: p95 < 500 ms}";

  private static final int LIST_MAX = 100;
  private static final int NAME_CHARS_MAX = 255;
  private static final Duration WINDOW_DEFAULT = Duration.ofDays(30);
  private static final Duration WINDOW_BY_MINUTES_MAX = Duration.ofDays(15);
  private static final Duration WINDOW_MIN = Duration.ofHours(1);
  private static final Duration WINDOW_MAX = Duration.ofDays(90);
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,6})?)\\s*%");
  private static final Pattern LATENCY_TEXT =
      Pattern.compile(
          "(?:p(\\d{1,2}(?:\\.\\d{1,6})?)|(\\d{1,2}(?:\\.\\d{1,6})?)\\s*%)\\s*<\\s*"
              + "(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(us|ms|s)");
  private static final Pattern STATUS_CLASS = Pattern.compile("[1-5]xx");
  private static final Set<Unit> TIME_UNITS =
      Set.of(Unit.SECONDS, Unit.MILLISECONDS, Unit.MICROSECONDS);

  private final String file;
  private final Mistakes mistakes = new Mistakes();

  private SloReader(String file) {
    this.file = file;
  }

  static SloConfig read(Path path) throws ConfigException {
    SloReader reader = new SloReader(Quoted.path(path));
    Optional<Node> root =
        TextFile.read(path, reader.mistakes)
            .flatMap(
                text ->
                    YamlTree.compose(
                        text, reader.file, "it needs services: [...]", reader.mistakes));
    List<SloService> services = root.map(reader::services).orElse(List.of());
    reader.mistakes.throwIfAny();
    return new SloConfig(services);
  }

  private List<SloService> services(Node root) {
    List<SloService> services = new ArrayList<>();
    if (!(root instanceof MappingNode mapping)) {
      mistakes.add(
          file + ":" + YamlTree.line(root),
          "found " + YamlTree.describe(root) + ", allowed: services: [...]");
      return services;
    }
    MappingNodes nodes = new MappingNodes(file, "", mapping, List.of(SERVICES));
    List<MappingNode> found = nodes.mappings(SERVICES, SERVICE_FORM);
    if (!nodes.has(SERVICES)) {
      nodes.refuse(SERVICES, "is missing: a list of services");
    }
    checkLength(nodes, SERVICES, SloConfig.SERVICES_MAX);
    Set<String> names = new HashSet<>();
    int number = 0;
    for (MappingNode one : found) {
      number++;
      service(one, "service " + number, names).ifPresent(services::add);
    }
    boolean whole = nodes.report(mistakes);
    return whole ? services : List.of();
  }

  private static void checkLength(MappingNodes nodes, String key, int most) {
    nodes
        .length(key)
        .ifPresent(
            length -> {
              if (length < 1 || length > most) {
                nodes.refuse(key, "found " + length + ", allowed: 1 to " + most);
              }
            });
  }

  private Optional<SloService> service(MappingNode mapping, String label, Set<String> names) {
    MappingNodes nodes = new MappingNodes(file, label, mapping, SERVICE_KEYS);
    String name =
        required(nodes, NAME, "a name of 1 to 1024 printable ASCII characters").orElse("");
    if (!name.isEmpty() && !names.add(name)) {
      nodes.refuse(NAME, "there is another service of that name");
    }
    List<String> endpoints =
        nodes.values(ENDPOINTS, "1 to 100 values of the dimension Endpoint", SloReader::dimension);
    if (endpoints.isEmpty() || endpoints.size() > LIST_MAX) {
      nodes.refuse(ENDPOINTS, "found " + endpoints.size() + ", allowed: 1 to " + LIST_MAX);
    }
    if (new HashSet<>(endpoints).size() < endpoints.size()) {
      nodes.refuse(ENDPOINTS, "an endpoint is there twice");
    }
    List<SloObjective> objectives = objectives(nodes, label);
    Optional<SloService> service =
        Optional.of(
            new SloService(
                name,
                nodes.value(
                    NAMESPACE, Setting.NAMESPACE.allowed(), CollectorConfig::checkNamespace),
                required(nodes, ENVIRONMENT, "the value of the dimension Environment").orElse(""),
                endpoints,
                metric(nodes, LATENCY_METRIC, "ResponseTime"),
                nodes
                    .value(
                        LATENCY_UNIT, "Seconds, Milliseconds or Microseconds", SloReader::timeUnit)
                    .orElse(Unit.MILLISECONDS),
                metric(nodes, REQUESTS_METRIC, "RequestCount"),
                objectives));
    return nodes.report(mistakes) ? service : Optional.empty();
  }

  private static Optional<String> required(MappingNodes nodes, String key, String allowed) {
    if (!nodes.has(key)) {
      nodes.refuse(key, "is missing: " + allowed);
    }
    return nodes.value(key, allowed, SloReader::dimension);
  }

  private static String metric(MappingNodes nodes, String key, String absent) {
    return nodes
        .value(
            key,
            "a metric's name, 1 to 255 printable ASCII characters",
            text -> {
              Dimensions.checkText("a metric's name", text, NAME_CHARS_MAX);
              return text;
            })
        .orElse(absent);
  }

  private List<SloObjective> objectives(MappingNodes service, String label) {
    List<MappingNode> found = service.mappings(OBJECTIVES, OBJECTIVE_FORM);
    if (!service.has(OBJECTIVES)) {
      service.refuse(OBJECTIVES, "is missing: a list of objectives");
    }
    checkLength(service, OBJECTIVES, LIST_MAX);
    List<SloObjective> objectives = new ArrayList<>();
    int number = 0;
    for (MappingNode one : found) {
      number++;
      objective(one, label + ", objective " + number).ifPresent(objectives::add);
    }
    if (new HashSet<>(objectives).size() < objectives.size()) {
      service.refuse(OBJECTIVES, "an objective is there twice");
    }
    return objectives;
  }

  private Optional<SloObjective> objective(MappingNode mapping, String label) {
    MappingNodes nodes = new MappingNodes(file, label, mapping, OBJECTIVE_KEYS);
    Duration window =
        nodes.value(WINDOW, "1h to 90d, such as 30d", SloReader::window).orElse(WINDOW_DEFAULT);
    Optional<SloObjective> objective;
    if (nodes.has(AVAILABILITY) == nodes.has(LATENCY)) {
      nodes.refuse(
          "", "has one of availability and latency: availability: 99% or latency: p95 < 500 ms");
      objective = Optional.empty();
    } else if (nodes.has(AVAILABILITY)) {
      objective = availability(nodes, window);
    } else {
      for (String key : List.of(GOOD, BAD)) {
        if (nodes.has(key)) {
          nodes.refuse(key, "is of availability, not of latency");
        }
      }
      objective =
          nodes.value(
              LATENCY,
              "p95 < 500 ms for a percentile, or 99% < 500 ms for a share of requests; in us, ms or s",
              text -> latency(text, window));
    }
    return nodes.report(mistakes) ? objective : Optional.empty();
  }

  private static Optional<SloObjective> availability(MappingNodes nodes, Duration window) {
    List<String> good = statusClasses(nodes, GOOD, "2xx");
    List<String> bad = statusClasses(nodes, BAD, "5xx");
    if (good.stream().anyMatch(bad::contains)) {
      nodes.refuse(BAD, "a status class is good or bad, not both");
    }
    return nodes.value(
        AVAILABILITY,
        "a percentage above 0 and below 100, such as 99.9%",
        text -> new Availability(percent(text), good, bad, window));
  }

  private static List<String> statusClasses(MappingNodes nodes, String key, String absent) {
    if (!nodes.has(key)) {
      return List.of(absent);
    }
    List<String> classes =
        nodes.values(key, "status classes, such as [2xx, 3xx]", SloReader::statusClass);
    if (classes.isEmpty()) {
      nodes.refuse(key, "names no status class");
    }
    return classes;
  }

  private static String statusClass(String text) {
    if (!STATUS_CLASS.matcher(text).matches()) {
      throw new IllegalArgumentException("not a status class");
    }
    return text;
  }

  private static SloObjective latency(String text, Duration window) {
    Matcher matcher = LATENCY_TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a latency objective");
    }
    Duration threshold = duration(matcher.group(3), matcher.group(4));
    String percentile = matcher.group(1);
    return percentile != null
        ? new LatencyPercentile(inside(percentile), threshold, window)
        : new LatencyShare(inside(matcher.group(2)), threshold, window);
  }

  private static Duration duration(String number, String unit) {
    long nanosPerUnit =
        switch (unit) {
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          default -> 1_000_000_000;
        };
    BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(nanosPerUnit));
    if (nanos.signum() == 0) {
      throw new RejectedValueException("a threshold is above zero");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static double percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new RejectedValueException("the percent sign is missing, or it is not below 100");
    }
    return inside(matcher.group(1));
  }

  private static double inside(String number) {
    double percent = Double.parseDouble(number);
    if (percent <= 0) {
      throw new RejectedValueException("it is not above 0");
    }
    return percent;
  }

  /**
   * CloudWatch answers by whole minutes, and by whole hours of what is older than 63 days. Source:
   * MetricStat, CloudWatch API reference, read 27 Nov 2026.
   */
  private static Duration window(String text) {
    Duration window = DurationText.parse(text);
    if (window.toSeconds() % 60 != 0
        || (window.compareTo(WINDOW_BY_MINUTES_MAX) > 0 && window.toSeconds() % 3600 != 0)) {
      throw new RejectedValueException("it is not whole minutes, or over 15d not whole hours");
    }
    if (window.compareTo(WINDOW_MIN) < 0 || window.compareTo(WINDOW_MAX) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return window;
  }

  private static Unit timeUnit(String text) {
    Unit unit = Unit.ofLabel(text);
    if (!TIME_UNITS.contains(unit)) {
      throw new IllegalArgumentException("not a unit of time");
    }
    return unit;
  }

  private static String dimension(String text) {
    Dimensions.checkValue(text);
    return text;
  }
}
