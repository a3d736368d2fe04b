package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@link ParserBenchmark} by JMH: time and memory allocated for a sample, by dialect. */
final class ParserScenario implements Scenario {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** What JMH itself allocates in an iteration, spread over its samples. */
  private static final double BYTES_MAX = 0.01;

  @Override
  public String name() {
    return "parser";
  }

  /** What JMH says of one dialect. */
  private static final class Row {
    private double parseNanos;
    private double parseBytes;
    private double recordNanos;
    private double recordBytes;

    void take(String method, double nanos, double bytes) {
      if (method.endsWith(".parse")) {
        parseNanos = nanos;
        parseBytes = bytes;
      } else {
        recordNanos = nanos;
        recordBytes = bytes;
      }
    }
  }

  @Override
  public String run(Lab lab) throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (RunResult result : results(lab)) {
      rows.computeIfAbsent(result.getParams().getParam("dialect"), dialect -> new Row())
          .take(
              result.getParams().getBenchmark(),
              result.getPrimaryResult().getScore(),
              Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
    }
    StringBuilder table =
        new StringBuilder(
            """
            | dialect | read in full, ns | bytes | recalled and recorded, ns | bytes |
            |---|---|---|---|---|
            """);
    double most = 0;
    for (Map.Entry<String, Row> entry : rows.entrySet()) {
      Row row = entry.getValue();
      most = Math.max(most, Math.max(row.parseBytes, row.recordBytes));
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.3f | %.0f | %.3f |%n",
              entry.getKey().toLowerCase(Locale.ROOT),
              row.parseNanos,
              row.parseBytes,
              row.recordNanos,
              row.recordBytes));
    }
    return table + "\n" + new Bars().atMost("bytes allocated for a sample", BYTES_MAX, most);
  }

  private static Collection<RunResult> results(Lab lab) throws IOException {
    Path log = lab.directory().resolve("jmh.log");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ParserBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .forks(1)
            .shouldFailOnError(true)
            .output(log.toString());
    if (lab.effort().quick()) {
      options.param("dialect", LineDialect.DOGSTATSD.name());
    }
    int iterations = lab.effort().quick() ? 1 : 5;
    TimeValue time = TimeValue.milliseconds(lab.effort().quick() ? 200 : 1000);
    options
        .warmupIterations(iterations)
        .warmupTime(time)
        .measurementIterations(iterations)
        .measurementTime(time);
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new IOException("JMH failed; its words are in " + log, e);
    }
  }
}
