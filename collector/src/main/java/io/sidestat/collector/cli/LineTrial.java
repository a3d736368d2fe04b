package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.protocol.DatagramParser;
import io.sidestat.collector.shape.RollUps;
import io.sidestat.collector.shape.ShapedMetric;
import io.sidestat.collector.shape.Shaper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sends lines through the collector's own parser and shaper, and tells what becomes of them. */
final class LineTrial {
  private final ProtocolConfig protocol;
  private final Shaper shaper;
  private final Set<String> hostDimensionNames;
  private final RollUps rollUps;
  private final Interval interval;

  LineTrial(CollectorConfig config) {
    this.protocol = config.protocol();
    this.shaper = Shaper.of(config);
    this.hostDimensionNames = config.ec2().dimensionNames();
    this.rollUps = new RollUps(config.rollups(), config.publishOriginal());
    this.interval = new Interval(0, config.interval().toMillis());
  }

  /** What becomes of a datagram, sample by sample; what is rejected comes last. */
  List<TriedSample> samples(String datagram) {
    List<TriedSample> samples = new ArrayList<>();
    LedgerBook book = new LedgerBook();
    byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
    new DatagramParser(sample -> samples.add(tried(sample)), book, protocol)
        .parse(bytes, 0, bytes.length);
    book.snapshot()
        .rejected()
        .forEach(
            (reason, count) -> {
              for (long i = 0; i < count; i++) {
                samples.add(new TriedSample.Rejected(reason));
              }
            });
    return samples;
  }

  private TriedSample tried(RawSample sample) {
    Rule rule = shaper.ruleFor(sample.type, sample.name(), sample.tags());
    ShapedMetric metric = shaper.shape(sample.type, sample.name(), sample.tags());
    if (metric == null && rule != null) {
      return new TriedSample.Dropped(rule);
    }
    if (metric == null) {
      throw new IllegalStateException("dropped by no rule");
    }
    double value = sample.type == SampleType.SET ? 1 : metric.scale().apply(sample.value);
    if (Math.abs(value) > Datum.MAGNITUDE_MAX) {
      return new TriedSample.Rejected(RejectReason.OUT_OF_RANGE);
    }
    MetricId id = withHostDimensions(metric.id());
    return new TriedSample.Published(
        rule,
        new ShapedMetric(id, metric.resolution(), metric.scale(), metric.mended()),
        value(sample, value),
        metric.resolution().storageSeconds(interval),
        rollUps.publishesItself(id),
        List.copyOf(rollUps.rollUpsOf(id)));
  }

  /** With what EC2 will be asked for, since it decides on the roll-ups too. */
  private MetricId withHostDimensions(MetricId id) {
    List<Dimension> dimensions = new ArrayList<>(id.dimensions());
    for (String name : hostDimensionNames) {
      if (id.dimension(name).isEmpty()) {
        dimensions.add(new Dimension(name, "(of the instance)"));
      }
    }
    return id.withDimensions(dimensions);
  }

  private static String value(RawSample sample, double value) {
    String number = number(value);
    return switch (sample.type) {
      case GAUGE -> sample.delta ? "a step of " + number : number;
      case SET -> number;
      case COUNTER, TIMING, HISTOGRAM, DISTRIBUTION ->
          sample.rate < 1 ? number + " (weighs " + number(1 / sample.rate) + ")" : number;
    };
  }

  /** The shortest decimal that is the value and no other. */
  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
