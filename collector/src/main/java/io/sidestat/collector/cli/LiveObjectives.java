package io.sidestat.collector.cli;

import io.sidestat.collector.cli.live.LiveEndpoint;
import io.sidestat.collector.cli.live.LiveKey;
import io.sidestat.collector.cli.live.LiveObjective;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.slo.EndpointMetrics;
import io.sidestat.collector.slo.SloMetrics;
import io.sidestat.collector.slo.Statistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the file of objectives that admin.slo names is kept second by second. */
final class LiveObjectives {
  private static final Logger log = LoggerFactory.getLogger(LiveObjectives.class);

  private LiveObjectives() {}

  /** The endpoints with objectives; none if there is no such file, or it has mistakes. */
  static List<LiveEndpoint> of(CollectorConfig config) {
    Optional<Path> file = config.admin().slo();
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return SloMetrics.of(SloConfig.read(file.get()), config).endpoints().stream()
          .map(LiveObjectives::endpoint)
          .toList();
    } catch (ConfigException e) {
      log.warn("admin.slo: no objectives are shown, mend it and reload: {}", e.getMessage());
      return List.of();
    }
  }

  private static LiveEndpoint endpoint(EndpointMetrics metrics) {
    Map<String, String> dimensions =
        Map.of(
            SloMetrics.ENDPOINT,
            metrics.endpoint(),
            SloMetrics.ENVIRONMENT,
            metrics.service().environment());
    return new LiveEndpoint(
        metrics.service().name(),
        metrics.service().environment(),
        metrics.endpoint(),
        key(metrics.latency(), dimensions, Optional.empty()),
        key(metrics.traffic(), dimensions, Optional.of(SloMetrics.STATUS_CODE)),
        metrics.service().objectives().stream()
            .map(objective -> objective(objective, metrics.service().latencyUnit()))
            .toList());
  }

  private static LiveObjective objective(SloObjective objective, Unit latencyUnit) {
    if (objective instanceof Availability availability) {
      return new LiveObjective(
          availability.text(),
          OptionalDouble.empty(),
          availability.target(),
          availability.good(),
          availability.bad());
    }
    Duration threshold =
        objective instanceof LatencyShare share
            ? share.threshold()
            : ((LatencyPercentile) objective).threshold();
    return new LiveObjective(
        objective.text(),
        OptionalDouble.of(Statistics.inUnit(threshold, latencyUnit)),
        objective.target(),
        List.of(),
        List.of());
  }

  private static LiveKey key(MetricId metric, Map<String, String> dimensions, Optional<String> by) {
    return new LiveKey(Optional.of(metric.namespace()), metric.name(), dimensions, by);
  }
}
