package io.sidestat.collector.faults;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cli.SidestatProcess;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.shape.HostDimensions;
import io.sidestat.collector.shape.IntervalShaper;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import io.sidestat.collector.shape.Shaper;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a six hours' outage: a journal with what a thousand timer series left in that time,
 * made under a clock that is moved, and the packaged jar in a heap of 256 MB that sends it. Prints
 * how long that took, how many requests, and whether the oldest went first.
 */
final class SixHourOutage {
  private static final int MINUTES = 360;
  private static final int SERIES = 1_000;
  private static final int SAMPLES_A_MINUTE = 100;
  private static final int UNDER_WAY_MAX = 4;
  private static final Duration STILL_AWAY = Duration.ofSeconds(10);
  private static final Grid GRID = Grid.within(0.005);

  private SixHourOutage() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("sidestat-outage");
    Path file = directory.resolve("journal.db");
    Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
    long requests = fill(file, end.minus(Duration.ofMinutes(MINUTES)));
    System.out.printf(
        "journal: minutes=%d, series=%d, samples=%d, requests=%d, bytes=%d%n",
        MINUTES, SERIES, (long) MINUTES * SERIES * SAMPLES_A_MINUTE, requests, Files.size(file));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<Long> starts = Collections.synchronizedList(new ArrayList<>());
    try (SidestatProcess collector = start(directory, file, port)) {
      collector.awaitListening();
      LockSupport.parkNanos(STILL_AWAY.toNanos());
      long back = System.nanoTime();
      try (FakeCloudWatch cloudWatch = FakeCloudWatch.startOn(port)) {
        cloudWatch.handOn(datums -> starts.add(oldest(datums)));
        while (unsent(collector) > 0) {
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        double seconds = (System.nanoTime() - back) / 1e9;
        report(requests, starts, cloudWatch.requests().size(), seconds, collector);
      }
      System.out.println("exit code " + collector.terminate());
    }
  }

  private static SidestatProcess start(Path directory, Path file, int port) throws Exception {
    return SidestatProcess.start(
        directory,
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Xmx256m",
            "CLOUDWATCH_METRICS_ENABLED", "true",
            "AWS_REGION", "ap-northeast-2",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port),
        "run",
        "--listen-udp=127.0.0.1:0",
        "--admin-address=127.0.0.1:0",
        "--journal-path=" + file);
  }

  private static long fill(Path file, Instant start) throws Exception {
    IntervalShaper shaper =
        new IntervalShaper(
            HostDimensions.NONE,
            new RollUps(List.of(List.of("Endpoint"), List.of("Endpoint", "Environment"))),
            new RequestPacker(GRID));
    Feed feed = new Feed(new Shaper("Test", Map.of("Environment", "production")));
    SplittableRandom random = new SplittableRandom(1);
    long requests = 0;
    try (Journal journal = Journal.open(file, InstantSource.system())) {
      for (int minute = 0; minute < MINUTES; minute++) {
        for (int series = 0; series < SERIES; series++) {
          for (int i = 0; i < SAMPLES_A_MINUTE; i++) {
            double millis = 120 * Math.exp(0.8 * random.nextGaussian());
            feed.send("ResponseTime:%.3f|ms|#Endpoint:/e%d".formatted(millis, series));
          }
        }
        Fragment closed = feed.close();
        Interval interval =
            new Interval(start.plus(Duration.ofMinutes(minute)).toEpochMilli(), 60_000);
        Fragment then = new Fragment("outage", minute, interval, closed.series(), closed.ledger());
        List<DatumBatch> batches = shaper.requests(then);
        requests += batches.size();
        journal.append(then, batches, OutboxState.READY);
      }
    }
    return requests;
  }

  private static long oldest(List<ReceivedDatum> datums) {
    return datums.stream()
        .mapToLong(ReceivedDatum::timestampEpochMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static long unsent(SidestatProcess collector) throws Exception {
    var outbox = collector.status().path("outbox");
    return outbox.path("ready").asLong() + outbox.path("in_flight").asLong();
  }

  private static void report(
      long requests, List<Long> starts, int received, double seconds, SidestatProcess collector)
      throws Exception {
    int tooEarly = 0;
    for (int i = UNDER_WAY_MAX; i < starts.size(); i++) {
      // Of those that are under way at once any may be first.
      tooEarly += starts.get(i) < starts.get(i - UNDER_WAY_MAX) ? 1 : 0;
    }
    System.out.printf(
        "sent in %.0f s: requests=%d, %.3f times those packed; sent before an older one=%d%n",
        seconds, received, received / (double) requests, tooEarly);
    System.out.printf("resident memory at most: %s%n", collector.peakResident());
    System.out.println("samples: " + collector.status().path("samples"));
  }
}
