package io.sidestat.collector.publish;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.StatisticSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** Says a batch in the SDK's words. */
final class CloudWatchRequests {
  private CloudWatchRequests() {}

  static PutMetricDataRequest request(DatumBatch batch) {
    return PutMetricDataRequest.builder()
        .namespace(batch.namespace())
        .metricData(batch.datums().stream().map(CloudWatchRequests::datum).toList())
        .build();
  }

  private static MetricDatum datum(Datum datum) {
    MetricDatum.Builder builder =
        MetricDatum.builder()
            .metricName(datum.name())
            .dimensions(datum.dimensions().stream().map(CloudWatchRequests::dimension).toList())
            .timestamp(Instant.ofEpochMilli(datum.timestampEpochMillis()))
            .unit(datum.unit().label())
            .storageResolution(datum.storageResolutionSeconds());
    StatisticSet statistics = datum.statistics();
    if (statistics == null) {
      return builder.value(datum.values()[0]).build();
    }
    builder.statisticValues(
        set ->
            set.sampleCount(statistics.count())
                .sum(statistics.sum())
                .minimum(statistics.min())
                .maximum(statistics.max()));
    if (datum.values().length > 0) {
      builder.values(boxed(datum.values())).counts(boxed(datum.counts()));
    }
    return builder.build();
  }

  private static Dimension dimension(io.sidestat.collector.model.Dimension dimension) {
    return Dimension.builder().name(dimension.name()).value(dimension.value()).build();
  }

  private static List<Double> boxed(double[] numbers) {
    List<Double> list = new ArrayList<>(numbers.length);
    for (double number : numbers) {
      list.add(number);
    }
    return list;
  }
}
