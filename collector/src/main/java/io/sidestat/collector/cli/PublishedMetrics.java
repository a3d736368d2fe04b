package io.sidestat.collector.cli;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.StatisticSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What CloudWatch would hold of some requests: datums of a name and exact set of dimensions merged,
 * and nothing else merged, as it does.
 */
final class PublishedMetrics {
  private final List<Datum> datums;

  PublishedMetrics(List<DatumBatch> requests) {
    this.datums = requests.stream().flatMap(request -> request.datums().stream()).toList();
  }

  /** The distribution that percentiles would be computed from. */
  Optional<Distribution> distribution(String name, Map<String, String> dimensions) {
    return matching(name, dimensions).stream()
        .filter(datum -> datum.statistics() != null)
        .map(PublishedMetrics::distribution)
        .reduce(Distribution::merge);
  }

  // The filter above leaves no datum without statistics.
  @SuppressWarnings("NullAway")
  private static Distribution distribution(Datum datum) {
    return new Distribution(datum.statistics(), datum.values(), datum.counts());
  }

  /** Samples of a timer under its fullest set of dimensions, which every sample is in once. */
  double count(String name) {
    int most =
        datums.stream()
            .filter(datum -> datum.name().equals(name))
            .mapToInt(datum -> datum.dimensions().size())
            .max()
            .orElse(0);
    double count = 0;
    for (Datum datum : datums) {
      StatisticSet statistics = datum.statistics();
      if (datum.name().equals(name) && datum.dimensions().size() == most && statistics != null) {
        count += statistics.count();
      }
    }
    return count;
  }

  /** The statistic Sum; 0 if nothing was published. */
  double sum(String name, Map<String, String> dimensions) {
    double sum = 0;
    for (Datum datum : matching(name, dimensions)) {
      StatisticSet statistics = datum.statistics();
      sum += statistics == null ? datum.values()[0] : statistics.sum();
    }
    return sum;
  }

  private List<Datum> matching(String name, Map<String, String> dimensions) {
    return datums.stream()
        .filter(datum -> datum.name().equals(name) && dimensions.equals(map(datum.dimensions())))
        .toList();
  }

  private static Map<String, String> map(List<Dimension> dimensions) {
    return dimensions.stream().collect(Collectors.toMap(Dimension::name, Dimension::value));
  }
}
