package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a closed series into the datums that tell CloudWatch of it. A distribution of more than 150
 * values is cut, in ascending order, into parts of at most 150, whose statistics add up to the
 * whole's: counts and sums add, the outermost parts carry the exact smallest and largest sample.
 */
final class DatumBuilder {
  private static final double[] NOTHING = new double[0];

  private final Interval interval;

  DatumBuilder(Interval interval) {
    this.interval = interval;
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
      return List.of(single(series, set.size()));
    }
    CounterTotal counter = (CounterTotal) series.value();
    return List.of(datum(series, counter.increments(), NOTHING, NOTHING));
  }

  private Datum single(ClosedSeries series, double value) {
    return datum(series, null, new double[] {value}, new double[] {1});
  }

  private Datum datum(
      ClosedSeries series, @Nullable StatisticSet statistics, double[] values, double[] counts) {
    return new Datum(
        series.id().name(),
        series.id().dimensions(),
        interval.startEpochMillis(),
        series.id().unit(),
        series.resolution().storageSeconds(interval),
        statistics == null ? null : withinRange(statistics),
        values,
        counts);
  }

  /**
   * Each sample is within CloudWatch's range, but a sum of very large ones need not be; it is cut
   * to the range, since one number beyond it would fail the whole request.
   */
  private static StatisticSet withinRange(StatisticSet statistics) {
    if (Math.abs(statistics.sum()) <= Datum.MAGNITUDE_MAX) {
      return statistics;
    }
    return new StatisticSet(
        statistics.count(),
        Math.copySign(Datum.MAGNITUDE_MAX, statistics.sum()),
        statistics.min(),
        statistics.max());
  }

  private List<Datum> distribution(ClosedSeries series, Distribution distribution) {
    double[] values = new double[distribution.size()];
    double[] counts = new double[distribution.size()];
    int size = 0;
    for (int i = 0; i < distribution.size(); i++) {
      // Cutting to the exact smallest and largest may make two values of one.
      boolean again = size > 0 && values[size - 1] == distribution.value(i);
      int index = again ? size - 1 : size++;
      values[index] = distribution.value(i);
      counts[index] += distribution.count(i);
    }
    return parts(series, distribution.statistics(), values, counts, size);
  }

  private List<Datum> parts(
      ClosedSeries series, StatisticSet whole, double[] values, double[] counts, int size) {
    int parts = (size + Datum.VALUES_MAX - 1) / Datum.VALUES_MAX;
    // What the samples' exact sum differs from that of their values, spread over the parts by their
    // share of the magnitudes, which unlike the sum cannot cancel out.
    double magnitudes = magnitudes(values, counts, 0, size);
    double difference = whole.sum() - sum(values, counts, 0, size);
    double correction = magnitudes == 0 ? 0 : difference / magnitudes;
    List<Datum> datums = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int start = (int) ((long) size * part / parts);
      int end = (int) ((long) size * (part + 1) / parts);
      double sum =
          sum(values, counts, start, end) + correction * magnitudes(values, counts, start, end);
      boolean last = part == parts - 1;
      StatisticSet statistics =
          parts == 1
              ? whole
              : new StatisticSet(
                  count(counts, start, end),
                  sum,
                  part == 0 ? whole.min() : values[start],
                  last ? whole.max() : values[end - 1]);
      datums.add(
          datum(
              series,
              statistics,
              Arrays.copyOfRange(values, start, end),
              Arrays.copyOfRange(counts, start, end)));
    }
    return datums;
  }

  private static double count(double[] counts, int start, int end) {
    double count = 0;
    for (int i = start; i < end; i++) {
      count += counts[i];
    }
    return count;
  }

  private static double sum(double[] values, double[] counts, int start, int end) {
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += values[i] * counts[i];
    }
    return sum;
  }

  private static double magnitudes(double[] values, double[] counts, int start, int end) {
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += Math.abs(values[i]) * counts[i];
    }
    return sum;
  }
}
