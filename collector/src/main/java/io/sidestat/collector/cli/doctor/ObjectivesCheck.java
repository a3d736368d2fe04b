package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.Nearest;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.slo.EndpointMetrics;
import io.sidestat.collector.slo.SloMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether what the dashboard asks for is published, and has been seen by this host's journal in the
 * last hour.
 */
final class ObjectivesCheck {
  private static final String OBJECTIVES = "objectives";
  private static final Duration RECENTLY = Duration.ofHours(1);
  private static final int NAMES_SHOWN = 5;

  private final SloMetrics wanted;
  private final CollectorConfig config;
  private final Instant now;

  ObjectivesCheck(SloConfig slo, CollectorConfig config, Instant now) {
    this.wanted = SloMetrics.of(slo, config);
    this.config = config;
    this.now = now;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    wanted
        .missing()
        .forEach(
            missing ->
                findings.add(
                    Finding.wrong(
                        OBJECTIVES,
                        "the dashboard asks for what is not published: " + missing,
                        "CloudWatch adds no metrics up: a set of dimensions that nobody publishes"
                            + " shows nothing")));
    wanted.notes().forEach(note -> findings.add(Finding.note(OBJECTIVES, note, "")));
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      Seen seen = new Seen(reader, now.minus(RECENTLY), now);
      for (EndpointMetrics endpoint : wanted.endpoints()) {
        findings.add(endpoint(endpoint, seen));
      }
    } catch (JournalException e) {
      findings.add(JournalCheck.unreadable(e));
    }
    return findings;
  }

  private static Finding endpoint(EndpointMetrics endpoint, Seen seen) throws JournalException {
    List<String> missing = new ArrayList<>();
    boolean latency = seen.has(endpoint.latency());
    boolean traffic = seen.has(endpoint.traffic());
    String what = described(endpoint.traffic());
    if (!latency && !traffic) {
      return Finding.wrong(
          OBJECTIVES,
          "nothing of %s was seen on this host in the last hour, neither %s nor %s"
              .formatted(what, endpoint.latency().name(), endpoint.traffic().name()),
          suggestion(endpoint, seen));
    }
    for (Map.Entry<String, MetricId> counted : endpoint.requestsByClass().entrySet()) {
      if (!seen.has(counted.getValue())) {
        missing.add(counted.getKey());
      }
    }
    if (!latency || !traffic) {
      MetricId absent = latency ? endpoint.traffic() : endpoint.latency();
      return Finding.note(
          OBJECTIVES,
          "%s of %s was not seen in the last hour".formatted(absent.name(), what),
          seen.likeName(absent.name())
              .map(near -> "is it sent as " + near + "? A rule in the YAML file can rename it")
              .orElse("check that the app sends it"));
    }
    return Finding.ok(
        OBJECTIVES,
        what
            + " was seen in the last hour"
            + (missing.isEmpty()
                ? ""
                : ", but no "
                    + endpoint.traffic().name()
                    + " with StatusCode "
                    + String.join(", ", missing)
                    + " (which is fine if there were no such answers)"));
  }

  private static String described(MetricId id) {
    return id.dimensions().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String suggestion(EndpointMetrics endpoint, Seen seen) throws JournalException {
    String environment = endpoint.service().environment();
    SortedSet<String> elsewhere = seen.values(endpoint, "Environment", "Endpoint");
    if (!elsewhere.isEmpty()) {
      return "it was seen with Environment=%s: set ENVIRONMENT=%s for the collector, or environment: in the file of objectives"
          .formatted(some(elsewhere), environment);
    }
    SortedSet<String> endpoints = seen.values(endpoint, "Endpoint", "Environment");
    Optional<String> near = Nearest.to(endpoint.endpoint(), endpoints);
    if (near.isPresent()) {
      return "is it spelled " + near.get() + "? That was seen, and the two must be the same";
    }
    if (!endpoints.isEmpty()) {
      return "these values of Endpoint were seen: " + some(endpoints);
    }
    return seen.likeName(endpoint.latency().name())
        .or(() -> seen.likeName(endpoint.traffic().name()))
        .map(name -> "a metric of nearly that name was seen: " + name)
        .orElse(
            "names of metrics seen ever: "
                + (seen.names.isEmpty() ? "(none)" : some(seen.names))
                + "; check that the app sends them, with tags Endpoint and StatusCode");
  }

  private static String some(SortedSet<String> names) {
    return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
  }

  /** The series that had samples, read once for each name. */
  private static final class Seen {
    private final JournalReader reader;
    private final Instant from;
    private final Instant to;
    private final SortedSet<String> names;
    private final Map<String, Set<MetricId>> byName = new HashMap<>();

    Seen(JournalReader reader, Instant from, Instant to) throws JournalException {
      this.reader = reader;
      this.from = from;
      this.to = to;
      this.names = reader.metricNames();
    }

    private Set<MetricId> of(String name) throws JournalException {
      Set<MetricId> known = byName.get(name);
      if (known == null) {
        Set<MetricId> read = new HashSet<>();
        // An open interval has begun by now, and ends later.
        reader.forEach(
            new HistoryFilter(name, Map.of(), from.toEpochMilli(), to.toEpochMilli() + 1),
            row -> read.add(row.id()));
        byName.put(name, read);
        known = read;
      }
      return known;
    }

    /** Whether a series was seen that goes into that metric. */
    boolean has(MetricId wanted) throws JournalException {
      return of(wanted.name()).stream()
          .anyMatch(
              id ->
                  id.namespace().equals(wanted.namespace())
                      && id.dimensions().containsAll(wanted.dimensions()));
    }

    /**
     * Values of a dimension among series of the endpoint's metrics that have what is wanted of
     * another dimension.
     */
    NavigableSet<String> values(EndpointMetrics endpoint, String dimension, String other)
        throws JournalException {
      NavigableSet<String> values = new TreeSet<>();
      for (MetricId wanted : List.of(endpoint.latency(), endpoint.traffic())) {
        Optional<String> fixed = wanted.dimension(other);
        of(wanted.name()).stream()
            .filter(id -> id.dimension(other).equals(fixed))
            .forEach(id -> id.dimension(dimension).ifPresent(values::add));
      }
      return values;
    }

    Optional<String> likeName(String name) {
      return names.contains(name) ? Optional.empty() : Nearest.to(name, names);
    }
  }
}
