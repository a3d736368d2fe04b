package io.sidestat.collector.bench;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.protocol.DatagramParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a sample costs without receiving it; for JMH, which {@link ParserScenario} runs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParserBenchmark {
  private static final int LINES_PER_DATAGRAM = 16;
  private static final int SERIES = 100;
  private static final int LINES = 64_000;

  /** How tags are written. */
  @Param({"DOGSTATSD", "INFLUX", "GRAPHITE", "LIBRATO", "SIGNALFX", "PLAIN"})
  public LineDialect dialect = LineDialect.DOGSTATSD;

  private final Feed feed = new Feed(SERIES, 0.005);
  private final Sum sum = new Sum();
  private final DatagramParser alone = new DatagramParser(sum, new LedgerBook());
  private byte[][] datagrams = new byte[0][];
  private int next;

  /** Makes use of what was parsed. */
  private static final class Sum implements SampleSink {
    private double value;

    @Override
    public void accept(RawSample sample) {
      value += sample.value;
    }
  }

  /** Makes the datagrams, and samples of all series. */
  @Setup
  public void fill() {
    Traffic traffic =
        new Traffic(
            Traffic.timers(SERIES, LINES_PER_DATAGRAM).mix(),
            dialect,
            SERIES,
            LINES_PER_DATAGRAM,
            1);
    DatagramPool pool = DatagramPool.of(traffic, LINES);
    datagrams = new byte[pool.size()][];
    for (int i = 0; i < datagrams.length; i++) {
      datagrams[i] = new byte[pool.length(i)];
      pool.bytes().position(pool.offset(i)).get(datagrams[i]);
      feed.send(datagrams[i]);
    }
  }

  private byte[] datagram() {
    next = next + 1 == datagrams.length ? 0 : next + 1;
    return datagrams[next];
  }

  /** Bytes to samples. */
  @Benchmark
  @OperationsPerInvocation(LINES_PER_DATAGRAM)
  public double parse() {
    byte[] datagram = datagram();
    alone.parse(datagram, 0, datagram.length);
    return sum.value;
  }

  /** Bytes to recorded samples. */
  @Benchmark
  @OperationsPerInvocation(LINES_PER_DATAGRAM)
  public Feed record() {
    return feed.send(datagram());
  }
}
