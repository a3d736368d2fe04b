package io.sidestat.collector.cli;

import io.sidestat.collector.config.Rule;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.ShapedMetric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the collector would make of a sample. */
sealed interface TriedSample {

  /**
   * It goes into a series.
   *
   * @param rule that decided; null if none is for it
   * @param value in the metric's unit, for people
   * @param storageSeconds CloudWatch's StorageResolution, 1 or 60
   * @param original whether the series is published under its own dimensions
   * @param rollUps under which it is published besides
   */
  record Published(
      @Nullable Rule rule,
      ShapedMetric metric,
      String value,
      int storageSeconds,
      boolean original,
      List<MetricId> rollUps)
      implements TriedSample {}

  /** A rule leaves it out. */
  record Dropped(Rule rule) implements TriedSample {}

  /** It cannot be read, or its value is out of range. */
  record Rejected(RejectReason reason) implements TriedSample {}
}
