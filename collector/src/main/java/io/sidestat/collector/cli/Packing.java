package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.PackedInterval;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.publish.HostOffset;
import io.sidestat.collector.shape.HostDimensions;
import io.sidestat.collector.shape.IntervalShaper;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import io.sidestat.collector.shape.SelfMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a closed interval becomes, and when it is due.
 *
 * @param publishOffset requests are not due before it is over, from the interval's end on
 * @param own what of the collector itself goes with every interval
 */
record Packing(IntervalShaper shaper, Duration publishOffset, SelfMetrics own) {
  /**
   * As a configuration has it.
   *
   * @param offset of this host
   * @param hostName of it, if it has one
   */
  static Packing of(
      CollectorConfig config,
      HostOffset offset,
      Optional<String> hostName,
      HostDimensions hostDimensions,
      Grid grid) {
    return new Packing(
        new IntervalShaper(
            hostDimensions,
            new RollUps(config.rollups(), config.publishOriginal()),
            new RequestPacker(grid)),
        offset.offset(),
        SelfMetrics.of(config, hostName));
  }

  /**
   * The interval as it is written.
   *
   * @param self what the collector publishes of itself with it
   */
  PackedInterval pack(
      Fragment closed,
      List<ClosedSeries> self,
      OutboxState state,
      List<Offender> offenders,
      Instant now) {
    Fragment history = shaper.history(closed);
    return PackedInterval.of(
        history.with(self),
        shaper.requests(history, self),
        state,
        notBeforeEpochMillis(closed.interval(), now),
        offenders);
  }

  /** From now on if the interval was closed early: by a stop, or since the clock was set back. */
  private long notBeforeEpochMillis(Interval interval, Instant now) {
    return publishOffset.isZero()
        ? 0
        : Math.min(interval.endEpochMillis(), now.toEpochMilli()) + publishOffset.toMillis();
  }
}
