package io.sidestat.client.bench;

import java.util.Collection;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link RecordBenchmark} with one contender, whose jars are on the class path, and prints
 * {@code nanos-a-call bytes-a-call}. Arguments: class, threads, bursts to measure.
 */
public final class RecordRun {
  private RecordRun() {}

  public static void main(String[] args) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RecordBenchmark.class.getName() + ".record")
                    .param("type", args[0])
                    .threads(Integer.parseInt(args[1]))
                    .measurementIterations(Integer.parseInt(args[2]))
                    .warmupIterations(Integer.parseInt(args[2]))
                    .forks(1)
                    .jvmArgs("-Xmx1g")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    double bytes =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
    System.out.println(
        result.getPrimaryResult().getScore() / RecordBenchmark.BURST
            + " "
            + bytes / RecordBenchmark.BURST);
    // Some contenders leave threads behind that are no daemons.
    System.exit(0);
  }
}
