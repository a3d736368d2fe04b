package io.sidestat.collector.shape;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.SelfMetricsMode;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SelfMetric;
import io.sidestat.collector.model.StatisticSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a collector publishes of itself with every interval. Host dimensions and roll-ups leave it
 * alone: an alarm asks for it by Environment. Immutable.
 *
 * @param heartbeats one by Environment, and one by Environment and Host if asked for
 * @param samplesLost likewise
 */
public record SelfMetrics(List<MetricId> heartbeats, List<MetricId> samplesLost) {
  /** Nothing. */
  public static final SelfMetrics NONE = new SelfMetrics(List.of(), List.of());

  private static final String ENVIRONMENT = "Environment";
  private static final String HOST = "Host";

  public SelfMetrics {
    heartbeats = List.copyOf(heartbeats);
    samplesLost = List.copyOf(samplesLost);
  }

  /**
   * As a configuration wants it; nothing while publishing is off, so that an idle disk may sleep.
   *
   * @param hostName empty if the host has none: then there is nothing by Host
   */
  public static SelfMetrics of(CollectorConfig config, Optional<String> hostName) {
    if (!config.publish().enabled() || config.selfMetrics() == SelfMetricsMode.OFF) {
      return NONE;
    }
    Optional<Dimension> host =
        config.selfMetrics() == SelfMetricsMode.HOST
            ? hostName.map(name -> new Dimension(HOST, new NameMending().dimensionValue(name)))
            : Optional.empty();
    return new SelfMetrics(
        ids(SelfMetric.HEARTBEAT, config, host), ids(SelfMetric.SAMPLES_LOST, config, host));
  }

  private static List<MetricId> ids(
      SelfMetric metric, CollectorConfig config, Optional<Dimension> host) {
    MetricId all = metric.id(config.namespace(), config.dimensions().getOrDefault(ENVIRONMENT, ""));
    List<MetricId> ids = new ArrayList<>(List.of(all));
    host.ifPresent(
        name -> {
          List<Dimension> both = new ArrayList<>(all.dimensions());
          both.add(name);
          ids.add(all.withDimensions(both));
        });
    return ids;
  }

  /** Whether there is nothing to publish. */
  public boolean isEmpty() {
    return heartbeats.isEmpty();
  }

  /**
   * The series of an interval. They hold no sample of an app, so none is accounted for.
   *
   * @param lost samples lost since the interval before
   */
  public List<ClosedSeries> series(long lost) {
    List<ClosedSeries> series = new ArrayList<>();
    heartbeats.forEach(id -> series.add(counted(id, 1)));
    samplesLost.forEach(id -> series.add(counted(id, (double) lost)));
    return series;
  }

  private static ClosedSeries counted(MetricId id, double value) {
    return new ClosedSeries(id, new CounterTotal(StatisticSet.of(value)));
  }
}
