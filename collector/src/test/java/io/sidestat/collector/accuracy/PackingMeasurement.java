package io.sidestat.collector.accuracy;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import io.sidestat.collector.cloudwatch.ThroughTheSdk;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.publish.SendException;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** 1000 timer series with 10,000 samples each in a minute: what it takes to pack and to send. */
final class PackingMeasurement {
  private static final int SERIES = 1_000;
  private static final int SAMPLES = 10_000;
  private static final int ROUNDS = 5;

  private final List<Double> cpuSeconds = new ArrayList<>();
  private List<DatumBatch> requests = List.of();

  PackingMeasurement() {
    Feed feed = new Feed();
    byte[][] datagrams = datagrams();
    for (int round = 0; round < ROUNDS; round++) {
      for (int series = 0; series < SERIES; series++) {
        for (byte[] datagram : datagrams) {
          feed.send(renamed(datagram, series));
        }
      }
      ClosedSlice slice = feed.closeSlice();
      Interval interval = Interval.containing(Instant.now(), Duration.ofMinutes(1));
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      requests =
          new RequestPacker(Grid.within(0.005))
              .pack(
                  interval,
                  new RollUps(List.of()).applyTo(slice.toFragment("run", round).series()));
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      cpuSeconds.add((end - start) / 1e9);
    }
  }

  /** 10,000 log-normal latencies of a series whose number is filled in later, 20 in a datagram. */
  private static byte[][] datagrams() {
    Random random = new Random(5);
    byte[][] datagrams = new byte[SAMPLES / 20][];
    for (int i = 0; i < datagrams.length; i++) {
      StringBuilder lines = new StringBuilder();
      for (double latency : Shape.LOG_NORMAL.samples(20, random)) {
        lines.append(
            String.format(
                Locale.ROOT, "ResponseTime:%.3f|ms|#Endpoint:/api/v1/items/0000%n", latency));
      }
      datagrams[i] = lines.toString().getBytes(StandardCharsets.UTF_8);
    }
    return datagrams;
  }

  private static byte[] renamed(byte[] datagram, int series) {
    byte[] renamed = datagram.clone();
    byte[] number = String.format(Locale.ROOT, "%04d", series).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < renamed.length; i++) {
      if (renamed[i] == '\n') {
        System.arraycopy(number, 0, renamed, i - 4, 4);
      }
    }
    return renamed;
  }

  double firstCpuSeconds() {
    return cpuSeconds.get(0);
  }

  double medianCpuSeconds() {
    return cpuSeconds.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
  }

  int datums() {
    return requests.stream().mapToInt(request -> request.datums().size()).sum();
  }

  int values() {
    return requests.stream()
        .flatMap(request -> request.datums().stream())
        .mapToInt(datum -> datum.values().length)
        .sum();
  }

  int requests() {
    return requests.size();
  }

  /** Bytes before gzip as the endpoint received them. */
  long bytes() throws SendException {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      ThroughTheSdk.send(requests, cloudWatch);
      return cloudWatch.requests().stream().mapToLong(ReceivedRequest::bodyBytes).sum();
    }
  }

  /** What the limits demand at the least for those datums. */
  long fewestRequests() throws SendException {
    long bySize = (bytes() + 998_999) / 999_000;
    return Math.max(bySize, (datums() + 999) / 1_000);
  }
}
