package io.sidestat.collector.slo;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.SelfMetricsMode;
import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The alarms that follow from a file of objectives, in no template's words. Immutable.
 *
 * @param alarms each after those that it refers to
 * @param objectives the same promises as Application Signals keeps them
 * @param notes where an alarm is not quite what the file asks for, and why
 */
public record SloAlarms(List<Alarm> alarms, List<RequestObjective> objectives, List<String> notes) {
  public SloAlarms {
    alarms = List.copyOf(alarms);
    objectives = List.copyOf(objectives);
    notes = List.copyOf(notes);
  }

  /**
   * The alarms of these endpoints.
   *
   * @param config the collectors' configuration
   * @param hosts how many collectors report, if it is to be told when fewer do
   */
  public static SloAlarms of(
      List<EndpointMetrics> endpoints, CollectorConfig config, OptionalInt hosts) {
    AlarmNames names = new AlarmNames();
    BurnRateAlarms burnRates = new BurnRateAlarms(names);
    List<Alarm> alarms = new ArrayList<>();
    List<RequestObjective> objectives = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    for (EndpointMetrics endpoint : endpoints) {
      for (SloObjective objective : endpoint.service().objectives()) {
        Promise promise = new Promise(endpoint, objective);
        if (objective instanceof LatencyPercentile percentile) {
          alarms.add(PercentileAlarm.of(promise, percentile, names));
        } else {
          alarms.addAll(burnRates.of(promise));
          notes.addAll(BurnRateAlarms.notes(promise));
        }
        objectives.add(RequestObjective.of(promise, names));
      }
    }
    CollectorAlarms collectors = new CollectorAlarms(config, hosts, names);
    Set<CollectorAlarms.Place> places = collectors.places(endpoints);
    if (config.selfMetrics() == SelfMetricsMode.OFF) {
      notes.add(
          "self-metrics is off in this configuration: there is no alarm for collectors that stop or"
              + " lose samples");
      places = Set.of();
    }
    places.forEach(place -> alarms.addAll(collectors.of(place)));
    if (hosts.isPresent() && places.size() > 1) {
      notes.add(
          "the number of hosts counts for each of the "
              + places.size()
              + " namespaces and environments in the file; if they differ, split the file");
    }
    return new SloAlarms(alarms, objectives, List.copyOf(notes));
  }
}
