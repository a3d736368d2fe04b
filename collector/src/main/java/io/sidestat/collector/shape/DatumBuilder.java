package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a closed series into the datums that tell CloudWatch of it. */
final class DatumBuilder {
  private static final double[] NOTHING = new double[0];

  private final Interval interval;
  private final Grid grid;

  DatumBuilder(Interval interval, Grid grid) {
    this.interval = interval;
    this.grid = grid;
  }

  List<Datum> datums(ClosedSeries series) {
    if (series.value() instanceof Distribution distribution) {
      return distribution(series, distribution);
    }
    if (series.value() instanceof GaugeSamples gauge) {
      boolean single = gauge.samples().statistics().count() == 1;
      return single
          ? List.of(single(series, gauge.samples().value(0)))
          : distribution(series, gauge.samples());
    }
    if (series.value() instanceof SetMembers set) {
      return List.of(single(series, (double) set.size()));
    }
    CounterTotal counter = (CounterTotal) series.value();
    return List.of(datum(series, counter.increments(), NOTHING, NOTHING, series.samples()));
  }

  private Datum single(ClosedSeries series, double value) {
    return datum(series, null, new double[] {value}, new double[] {1}, series.samples());
  }

  private List<Datum> distribution(ClosedSeries series, Distribution distribution) {
    List<Datum> datums = new ArrayList<>();
    double weightLeft = distribution.statistics().count();
    long samplesLeft = series.samples();
    for (DistributionParts.Part part : DistributionParts.of(distribution, grid)) {
      // Each part accounts for its share of the samples; the last one's is what is left.
      double weight = part.statistics().count();
      long samples = Math.min(samplesLeft, Math.round(samplesLeft * (weight / weightLeft)));
      datums.add(datum(series, part.statistics(), part.values(), part.counts(), samples));
      weightLeft -= weight;
      samplesLeft -= samples;
    }
    return datums;
  }

  private Datum datum(
      ClosedSeries series,
      @Nullable StatisticSet statistics,
      double[] values,
      double[] counts,
      long samples) {
    return new Datum(
        series.id().name(),
        series.id().dimensions(),
        interval.startEpochMillis(),
        series.id().unit(),
        series.resolution().storageSeconds(interval),
        statistics == null ? null : withinRange(statistics),
        values,
        counts,
        samples);
  }

  /**
   * Each sample is within CloudWatch's range, but a sum of very large ones, or of ones that cancel
   * out, need not be; it is cut to the range, since one number beyond it would fail the whole
   * request.
   */
  private static StatisticSet withinRange(StatisticSet statistics) {
    double magnitude = Math.abs(statistics.sum());
    if (magnitude >= Grid.ZERO_BELOW && magnitude <= Datum.MAGNITUDE_MAX) {
      return statistics;
    }
    return new StatisticSet(
        statistics.count(),
        magnitude < Grid.ZERO_BELOW ? 0 : Math.copySign(Datum.MAGNITUDE_MAX, statistics.sum()),
        statistics.min(),
        statistics.max());
  }
}
