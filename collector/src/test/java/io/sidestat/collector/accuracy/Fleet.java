package io.sidestat.collector.accuracy;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.shape.RequestPacker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Collectors of one interval each, from the datagram to the datum, and what CloudWatch makes of
 * their datums: it adds up the counts of all that report a metric, in whatever order they come.
 */
final class Fleet {
  private final double accuracy;
  private final List<Feed> hosts = new ArrayList<>();

  Fleet(int hosts, double accuracy) {
    this.accuracy = accuracy;
    for (int i = 0; i < hosts; i++) {
      this.hosts.add(new Feed(10, accuracy));
    }
  }

  /** A timer's sample of that host. */
  void send(int host, double milliseconds) {
    hosts.get(host).send("t:" + milliseconds + "|ms");
  }

  /** Each sample to a host drawn at random. */
  void spread(double[] samples, Random random) {
    for (double sample : samples) {
      send(random.nextInt(hosts.size()), sample);
    }
  }

  /** The requests with which each host tells of the interval that is over. */
  List<DatumBatch> requests() {
    List<DatumBatch> requests = new ArrayList<>();
    RequestPacker packer = new RequestPacker(Grid.within(accuracy));
    Interval interval = Interval.containing(Instant.now(), Duration.ofMinutes(1));
    for (Feed host : hosts) {
      requests.addAll(packer.pack(interval, host.close().series()));
    }
    return requests;
  }

  /** All hosts' datums of the timer, in random order. */
  HeldMetric published(Random random) {
    List<Datum> datums = new ArrayList<>();
    requests().forEach(batch -> datums.addAll(batch.datums()));
    Collections.shuffle(datums, random);
    return held(datums);
  }

  private static HeldMetric held(List<Datum> datums) {
    return new HeldMetric(
        datums.stream()
            .map(
                datum ->
                    new ReceivedDatum(
                        new MetricKey("Test", datum.name(), datum.unit().label(), Map.of()),
                        datum.timestampEpochMillis(),
                        datum.storageResolutionSeconds(),
                        datum.statistics(),
                        datum.values(),
                        datum.counts()))
            .toList());
  }
}
