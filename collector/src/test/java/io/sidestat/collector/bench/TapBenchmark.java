package io.sidestat.collector.bench;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.config.Glob;
import io.sidestat.collector.shape.GlobMatcher;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What a sample costs while somebody looks at lines as they come, without receiving it: {@code mvn
 * -q -Pbench -Dbench=bench.TapBenchmark process-test-classes}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TapBenchmark {
  private static final int LINES_PER_DATAGRAM = 16;
  private static final int LINES = 64_000;

  /** At a million lines a second, four times a second. */
  private static final int DATAGRAMS_A_SWAP = 250_000 / LINES_PER_DATAGRAM;

  /** None, none that matches, all, and as many as there may be. */
  @Param({"off", "nothing", "**", "nothing,nothing,nothing,nothing,nothing,nothing,**,**"})
  public String globs = "off";

  /** How many series. */
  @Param({"100", "10000"})
  public int series = 100;

  private Feed feed = new Feed();
  private @Nullable SampleTap tap;
  private byte[][] datagrams = new byte[0][];
  private int next;
  private int sent;

  /** Makes the datagrams, and samples of all series. */
  @Setup
  public void fill() {
    feed = new Feed(series, 0.005);
    Traffic traffic =
        new Traffic(
            Traffic.timers(series, LINES_PER_DATAGRAM).mix(),
            LineDialect.DOGSTATSD,
            series,
            LINES_PER_DATAGRAM,
            1);
    DatagramPool pool = DatagramPool.of(traffic, LINES);
    datagrams = new byte[pool.size()][];
    for (int i = 0; i < datagrams.length; i++) {
      datagrams[i] = new byte[pool.length(i)];
      pool.bytes().position(pool.offset(i)).get(datagrams[i]);
      feed.send(datagrams[i]);
    }
    if (!globs.equals("off")) {
      List<GlobMatcher> wanted =
          Arrays.stream(globs.split(",")).map(Glob::ofName).map(GlobMatcher::new).toList();
      tap = new SampleTap(wanted, InstantSource.system());
      feed.aggregator().tap(tap);
    }
  }

  /** Bytes to recorded samples, and now and then lines to whoever looks. */
  @Benchmark
  @OperationsPerInvocation(LINES_PER_DATAGRAM)
  public Feed record() {
    next = next + 1 == datagrams.length ? 0 : next + 1;
    SampleTap current = tap;
    if (current != null && ++sent == DATAGRAMS_A_SWAP) {
      sent = 0;
      var unused = current.swap();
    }
    return feed.send(datagrams[next]);
  }

  /** Runs it. */
  public static void main(String[] args) throws RunnerException {
    var unused =
        new Runner(
                new OptionsBuilder()
                    .include(TapBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .forks(3)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    .shouldFailOnError(true)
                    .build())
            .run();
  }
}
