package io.sidestat.collector.shape;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.StatisticSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a distribution, in ascending order, into as few parts of at most {@link Datum#VALUES_MAX}
 * values as hold it. The parts' statistics add up to the whole's: the outermost carry the exact
 * smallest and largest sample; counts and sums add up exactly, in any order, where all samples have
 * one sign and no part is too small to be seen in the whole, and to double precision otherwise.
 *
 * <p>How much of the exact sum is a part's own is not known, only that each sample lies in its
 * cell. So each part gets the least that it can hold and, of what is left, a share that is the same
 * for all parts, between the least and the most: the true sum of the whole lies between the two,
 * and no part's average can leave the part's range.
 */
final class DistributionParts {
  /** How far a part's count may be from the sum of its values' counts; far below any error. */
  private static final double ROUNDED_BY_MAX = 1e-9;

  private final Grid grid;
  private final StatisticSet whole;
  private double[] values;
  private double[] counts;

  /** One part, fit for a datum. */
  record Part(StatisticSet statistics, double[] values, double[] counts) {}

  private DistributionParts(Grid grid, Distribution distribution) {
    this.grid = grid;
    this.whole = distribution.statistics();
    this.values = new double[distribution.size()];
    this.counts = new double[distribution.size()];
    int size = 0;
    for (int i = 0; i < distribution.size(); i++) {
      // Cutting to the exact smallest and largest may make two values of one.
      double value = distribution.value(i);
      if (size == 0 || values[size - 1] != value) {
        values[size++] = value;
      }
      counts[size - 1] += distribution.count(i);
    }
    values = Arrays.copyOf(values, size);
    counts = Arrays.copyOf(counts, size);
  }

  /** The parts of a distribution, which is put on the grid if it has too many values for one. */
  static List<Part> of(Distribution distribution, Grid grid) {
    return new DistributionParts(grid, grid.fit(distribution, Datum.VALUES_MAX)).parts();
  }

  private List<Part> parts() {
    int size = values.length;
    if (size <= Datum.VALUES_MAX) {
      return List.of(new Part(whole, values, counts));
    }
    int parts = (size + Datum.VALUES_MAX - 1) / Datum.VALUES_MAX;
    int[] starts = new int[parts + 1];
    Arrays.setAll(starts, part -> (int) ((long) size * part / parts));
    double[] sampleCounts = sampleCounts(starts);
    double[] sums = sums(starts);
    List<Part> list = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int start = starts[part];
      int end = starts[part + 1];
      double min = part == 0 ? whole.min() : low(start);
      double max = end == size ? whole.max() : high(end - 1);
      list.add(
          new Part(
              new StatisticSet(sampleCounts[part], sums[part], min, max),
              Arrays.copyOfRange(values, start, end),
              Arrays.copyOfRange(counts, start, end)));
    }
    return list;
  }

  /** The lowest that a sample at the value can have been. */
  private double low(int index) {
    double value = values[index];
    return Math.max(whole.min(), value > 0 ? grid.inner(value) : grid.outer(value));
  }

  /** The highest that a sample at the value can have been. */
  private double high(int index) {
    double value = values[index];
    return Math.min(whole.max(), value > 0 ? grid.outer(value) : grid.inner(value));
  }

  private double[] sampleCounts(int[] starts) {
    double[] perPart = new double[starts.length - 1];
    for (int part = 0; part < perPart.length; part++) {
      for (int i = starts[part]; i < starts[part + 1]; i++) {
        perPart[part] += counts[i];
      }
    }
    double[] least = Arrays.stream(perPart).map(count -> count * (1 - ROUNDED_BY_MAX)).toArray();
    double[] most = Arrays.stream(perPart).map(count -> count * (1 + ROUNDED_BY_MAX)).toArray();
    return addingUp(whole.count(), perPart, least, most);
  }

  private double[] sums(int[] starts) {
    double[] least = new double[starts.length - 1];
    double[] most = new double[least.length];
    for (int part = 0; part < least.length; part++) {
      for (int i = starts[part]; i < starts[part + 1]; i++) {
        least[part] += counts[i] * low(i);
        most[part] += counts[i] * high(i);
      }
    }
    double leastOfAll = Arrays.stream(least).sum();
    double range = Arrays.stream(most).sum() - leastOfAll;
    double share = range > 0 ? Math.min(1, Math.max(0, (whole.sum() - leastOfAll) / range)) : 0;
    double[] sums = new double[least.length];
    Arrays.setAll(sums, part -> least[part] + share * (most[part] - least[part]));
    return addingUp(whole.sum(), sums, least, most);
  }

  /**
   * Numbers next to those given that add up to the total. All but the largest are rounded to the
   * total's last binary place: then no addition of them rounds, whatever the order, and the largest
   * takes what is missing. One that no rounding leaves between its least and its most stays as it
   * is.
   */
  private static double[] addingUp(double total, double[] given, double[] least, double[] most) {
    double magnitudes = Arrays.stream(given).map(Math::abs).sum();
    double unit = Math.ulp(Math.max(Math.abs(total), magnitudes));
    int largest = 0;
    for (int i = 1; i < given.length; i++) {
      largest = Math.abs(given[i]) > Math.abs(given[largest]) ? i : largest;
    }
    double[] adding = new double[given.length];
    double rest = total;
    for (int i = 0; i < given.length; i++) {
      if (i != largest) {
        adding[i] = rounded(given[i], unit, least[i], most[i]);
        rest -= adding[i];
      }
    }
    adding[largest] = rest;
    return adding;
  }

  private static double rounded(double number, double unit, double least, double most) {
    double down = Math.floor(number / unit) * unit;
    double up = Math.ceil(number / unit) * unit;
    boolean downFits = down >= least && down <= most;
    boolean upFits = up >= least && up <= most;
    if (downFits && (!upFits || number - down <= up - number)) {
      return down;
    }
    return upFits ? up : number;
  }
}
