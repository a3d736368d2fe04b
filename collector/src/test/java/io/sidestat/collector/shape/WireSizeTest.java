package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.publish.CloudWatchSender;
import io.sidestat.collector.publish.SendException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The estimate against what the real SDK writes. */
final class WireSizeTest {
  /** By how much the estimate may pass the truth, for large batches of distributions. */
  private static final double SLACK_MAX = 0.03;

  private final Interval interval = Interval.containing(Instant.now(), Duration.ofMinutes(1));

  @RegisterExtension final AwsProperties aws = new AwsProperties();

  private final SplittableRandom random = new SplittableRandom(42);
  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final CloudWatchSender sender =
      new CloudWatchSender(
          new PublishConfig(true, Optional.of(cloudWatch.endpoint()), Duration.ZERO),
          InstantSource.system());

  @AfterEach
  void close() {
    sender.close();
    cloudWatch.close();
  }

  @Test
  void distributionsOfArbitraryDoubles_estimate_isTightUpperBound() throws SendException {
    assertTight(distributions(600, 150, () -> random.nextDouble() * 1e4));
  }

  @Test
  void distributionsOfFloatExactDoubles_estimate_isTightUpperBound() throws SendException {
    assertTight(distributions(1200, 150, () -> random.nextInt(1, 1 << 22) / 4.0));
  }

  @Test
  void distributionsOfWholeNumbers_estimate_isTightUpperBound() throws SendException {
    assertTight(distributions(1200, 150, () -> random.nextInt(1, 30_000)));
  }

  @Test
  void distributionsOfWeighedCounts_estimate_isTightUpperBound() throws SendException {
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      series.add(timer(i, distribution(150, () -> random.nextDouble() * 1e4, 1 / 0.3)));
    }
    assertTight(series);
  }

  @Test
  void smallDatumsOfEveryKind_estimate_isUpperBound() throws SendException {
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      series.add(timer(i, distribution(1 + i % 3, random::nextDouble, 1)));
      series.add(series(i, SeriesType.COUNTER, new CounterTotal(new StatisticSet(10, 13.7, 1, 4))));
      series.add(series(i, SeriesType.GAUGE, GaugeSamples.of(-random.nextDouble())));
      series.add(series(i, SeriesType.GAUGE, GaugeSamples.of(i)));
    }
    for (DatumBatch batch : new RequestPacker(Grid.within(0.005)).pack(interval, series)) {
      assertTrue(estimate(batch) >= bodyBytes(batch), () -> "estimate=" + estimate(batch));
    }
  }

  @Test
  void longestNames_estimate_isUpperBound() throws SendException {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < Dimension.PER_METRIC_MAX; i++) {
      String name = "d%02d".formatted(i) + "n".repeat(Dimension.NAME_CHARS_MAX - 3);
      dimensions.add(new Dimension(name, "v".repeat(Dimension.VALUE_CHARS_MAX)));
    }
    MetricId id =
        new MetricId(
            SeriesType.TIMER, "N".repeat(255), "m".repeat(255), Unit.MILLISECONDS, dimensions);
    List<ClosedSeries> series =
        List.of(new ClosedSeries(id, distribution(150, random::nextDouble, 1)));

    DatumBatch batch = new RequestPacker(Grid.within(0.005)).pack(interval, series).get(0);

    assertTrue(estimate(batch) >= bodyBytes(batch));
  }

  @Test
  void packer_fullBySize_requestsAreAccepted() throws SendException {
    List<ClosedSeries> series = distributions(1200, 150, () -> random.nextDouble() * 1e4);

    List<DatumBatch> batches = new RequestPacker(Grid.within(0.005)).pack(interval, series);

    int all = 0;
    for (DatumBatch batch : batches) {
      int bytes = bodyBytes(batch);
      assertTrue(bytes <= RequestPacker.REQUEST_BYTES_MAX, () -> "bytes=" + bytes);
      all += bytes;
    }
    // One request fewer could not have held the bytes that the SDK wrote.
    assertTrue(all > (batches.size() - 1) * RequestPacker.REQUEST_BYTES_MAX, "requests are full");
  }

  @Test
  void packer_fullByNumber_requestsAreAccepted() throws SendException {
    List<ClosedSeries> series = distributions(1001, 10, () -> random.nextDouble() * 1e4);

    List<DatumBatch> batches = new RequestPacker(Grid.within(0.005)).pack(interval, series);

    assertEquals(List.of(500, 501), batches.stream().map(batch -> batch.datums().size()).toList());
    for (DatumBatch batch : batches) {
      assertTrue(bodyBytes(batch) > 0);
    }
  }

  private void assertTight(List<ClosedSeries> series) throws SendException {
    DatumBatch batch = new RequestPacker(Grid.within(0.005)).pack(interval, series).get(0);
    int bytes = bodyBytes(batch);
    int estimate = estimate(batch);
    assertTrue(
        estimate >= bytes && estimate <= bytes * (1 + SLACK_MAX),
        () -> "datums=%d, estimate=%d, bytes=%d".formatted(batch.datums().size(), estimate, bytes));
  }

  private static int estimate(DatumBatch batch) {
    return WireSize.ofRequest(batch.namespace())
        + batch.datums().stream().mapToInt(WireSize::of).sum();
  }

  /** Sends it; the bytes of the body before gzip. */
  private int bodyBytes(DatumBatch batch) throws SendException {
    sender.send(batch);
    List<ReceivedRequest> requests = cloudWatch.requests();
    ReceivedRequest last = requests.get(requests.size() - 1);
    assertEquals(200, last.status());
    assertEquals(batch.datums().size(), last.datums().size());
    return last.bodyBytes();
  }

  private List<ClosedSeries> distributions(int number, int values, DoubleSupplier value) {
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      series.add(timer(i, distribution(values, value, 1)));
    }
    return series;
  }

  private static Distribution distribution(int size, DoubleSupplier value, double weight) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> value.getAsDouble());
    values = Arrays.stream(values).sorted().distinct().toArray();
    double[] counts = new double[values.length];
    Arrays.setAll(counts, i -> (1 + i % 7) * weight);
    double count = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      count += counts[i];
      sum += values[i] * counts[i];
    }
    return new Distribution(
        new StatisticSet(count, sum, values[0], values[values.length - 1]), values, counts);
  }

  private static ClosedSeries timer(int index, Distribution distribution) {
    return series(index, SeriesType.TIMER, distribution);
  }

  private static ClosedSeries series(int index, SeriesType type, SeriesValue value) {
    List<Dimension> dimensions =
        List.of(
            new Dimension("Endpoint", "/api/ai/documents/" + index),
            new Dimension("Environment", "production"));
    return new ClosedSeries(
        new MetricId(type, "ReFit/AI", type + "Metric", Unit.MILLISECONDS, dimensions), value);
  }
}
