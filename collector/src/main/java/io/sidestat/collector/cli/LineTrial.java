package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Interval;
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

/** Sends lines through the collector's own parser and shaper, and tells what becomes of them. */
final class LineTrial {
  private final Shaper shaper;
  private final RollUps rollUps;
  private final Interval interval;

  LineTrial(CollectorConfig config) {
    this.shaper = Shaper.of(config);
    this.rollUps = new RollUps(config.rollups(), config.publishOriginal());
    this.interval = new Interval(0, config.interval().toMillis());
  }

  /** What becomes of a datagram, sample by sample; what is rejected comes last. */
  List<TriedSample> samples(String datagram) {
    List<TriedSample> samples = new ArrayList<>();
    LedgerBook book = new LedgerBook();
    byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
    new DatagramParser(sample -> samples.add(tried(sample)), book).parse(bytes, 0, bytes.length);
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
    return new TriedSample.Published(
        rule,
        metric,
        value(sample, value),
        metric.resolution().storageSeconds(interval),
        rollUps.publishesItself(metric.id()),
        List.copyOf(rollUps.rollUpsOf(metric.id())));
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
