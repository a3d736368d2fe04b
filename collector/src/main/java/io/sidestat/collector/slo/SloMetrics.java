package io.sidestat.collector.slo;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloService;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.query.MetricQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The metrics of all endpoints of a file of objectives, as a configuration publishes them. Always
 * by Environment too: a set without it would mix staging with production. Immutable.
 *
 * @param endpoints each endpoint of each service, in the file's order
 * @param problems by metric, why the configuration does not publish what is to be asked for, and
 *     what to do; {@code endpoints} then names what is wanted
 * @param notes what may not be meant
 */
public record SloMetrics(
    List<EndpointMetrics> endpoints, Map<MetricId, String> problems, List<String> notes) {
  public static final String ENDPOINT = "Endpoint";
  public static final String ENVIRONMENT = "Environment";
  public static final String STATUS_CODE = "StatusCode";

  /** What is asked of a service whose objectives name no status classes. */
  static final Availability USUAL_CLASSES =
      new Availability(99, List.of("2xx"), List.of("5xx"), Duration.ofDays(30));

  public SloMetrics {
    endpoints = List.copyOf(endpoints);
    problems = Map.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** The metrics of that file as that configuration publishes them. */
  public static SloMetrics of(SloConfig slo, CollectorConfig config) {
    Finder finder = new Finder(config);
    List<EndpointMetrics> endpoints = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    for (SloService service : slo.services()) {
      service
          .namespace()
          .filter(namespace -> config.rules().isEmpty() && !namespace.equals(config.namespace()))
          .ifPresent(namespace -> notes.add(otherNamespace(service, namespace, config)));
      service.endpoints().forEach(endpoint -> endpoints.add(finder.endpoint(service, endpoint)));
    }
    return new SloMetrics(endpoints, finder.problems, List.copyOf(notes));
  }

  /** What is wrong with any metric of any endpoint, each problem once. */
  public List<String> missing() {
    return problemsOf(
        endpoints.stream()
            .flatMap(
                endpoint ->
                    Stream.concat(
                        Stream.of(endpoint.latency(), endpoint.traffic()),
                        endpoint.requestsByClass().values().stream())));
  }

  /** What is wrong with the metrics that objectives are measured by, each problem once. */
  public List<String> missingForObjectives() {
    return problemsOf(
        endpoints.stream()
            .flatMap(EndpointMetrics::indicators)
            .flatMap(indicator -> indicator.questions().stream())
            .map(MetricQuestion::id));
  }

  private List<String> problemsOf(Stream<MetricId> metrics) {
    return metrics
        .flatMap(id -> Optional.ofNullable(problems.get(id)).stream())
        .distinct()
        .toList();
  }

  private static String otherNamespace(
      SloService service, String namespace, CollectorConfig config) {
    return "service "
        + service.name()
        + ": its namespace is "
        + namespace
        + ", and the configuration read here publishes to "
        + config.namespace()
        + "; give the collector's own with --config, --env-file or --namespace";
  }

  /** Asks for the metrics of one endpoint after the other. */
  private static final class Finder {
    private final CollectorConfig config;
    private final PublishedSets published;
    private final Map<MetricId, String> problems = new LinkedHashMap<>();

    Finder(CollectorConfig config) {
      this.config = config;
      this.published = new PublishedSets(config);
    }

    EndpointMetrics endpoint(SloService service, String endpoint) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      dimensions.put(ENDPOINT, endpoint);
      dimensions.put(ENVIRONMENT, service.environment());
      Map<String, MetricId> requestsByClass = new LinkedHashMap<>();
      for (String statusClass : statusClasses(service)) {
        Map<String, String> withClass = new LinkedHashMap<>(dimensions);
        withClass.put(STATUS_CODE, statusClass);
        requestsByClass.put(statusClass, requests(service, withClass));
      }
      return new EndpointMetrics(
          service,
          endpoint,
          find(id(service, SeriesType.TIMER, service.latencyMetric(), dimensions)),
          traffic(service, dimensions),
          requestsByClass);
    }

    private static Set<String> statusClasses(SloService service) {
      Set<String> classes = new TreeSet<>(USUAL_CLASSES.good());
      classes.addAll(USUAL_CLASSES.bad());
      service.objectives().stream()
          .filter(Availability.class::isInstance)
          .map(Availability.class::cast)
          .forEach(
              availability -> {
                classes.addAll(availability.good());
                classes.addAll(availability.bad());
              });
      return classes;
    }

    private MetricId requests(SloService service, Map<String, String> dimensions) {
      return find(id(service, SeriesType.COUNTER, service.requestsMetric(), dimensions));
    }

    /** A sum over status codes, which only a roll-up has: the app sends every request with one. */
    private MetricId traffic(SloService service, Map<String, String> dimensions) {
      MetricId wanted = id(service, SeriesType.COUNTER, service.requestsMetric(), dimensions);
      Map<String, String> sent = new LinkedHashMap<>(dimensions);
      sent.put(STATUS_CODE, USUAL_CLASSES.good().get(0));
      return find(wanted.withDimensions(list(sent)), wanted);
    }

    private MetricId find(MetricId wanted) {
      return find(wanted, wanted);
    }

    private MetricId find(MetricId sent, MetricId wanted) {
      PublishedSets.Search search = published.find(sent, wanted);
      if (search.metric().isEmpty()) {
        problems.put(wanted, search.problem());
      }
      return search.metric().orElse(wanted);
    }

    private MetricId id(
        SloService service, SeriesType type, String name, Map<String, String> dimensions) {
      return new MetricId(
          type,
          service.namespace().orElse(config.namespace()),
          name,
          type == SeriesType.TIMER ? service.latencyUnit() : Unit.COUNT,
          list(dimensions));
    }

    private static List<Dimension> list(Map<String, String> dimensions) {
      return dimensions.entrySet().stream()
          .map(dimension -> new Dimension(dimension.getKey(), dimension.getValue()))
          .toList();
    }
  }
}
