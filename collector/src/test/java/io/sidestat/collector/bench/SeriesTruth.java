package io.sidestat.collector.bench;

import io.sidestat.collector.bench.LineDialect.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Exactly what was sent of a series: a line of a truth file, with tabs between. Values are in
 * hundredths, so that sums are exact.
 *
 * @param endpoint value of the tag that tells the series of a type apart
 * @param count number of samples
 * @param distinct number of different values: what a set counts
 */
record SeriesTruth(
    SentType type,
    String endpoint,
    long count,
    long sumHundredths,
    int minHundredths,
    int maxHundredths,
    int lastHundredths,
    int distinct) {

  static void write(Path file, List<SeriesTruth> truth) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("type\tendpoint\tcount\tsum\tmin\tmax\tlast\tdistinct");
    for (SeriesTruth series : truth) {
      lines.add(
          String.join(
              "\t",
              series.type.code,
              series.endpoint,
              Long.toString(series.count),
              Long.toString(series.sumHundredths),
              Integer.toString(series.minHundredths),
              Integer.toString(series.maxHundredths),
              Integer.toString(series.lastHundredths),
              Integer.toString(series.distinct)));
    }
    Files.write(file, lines);
  }

  static List<SeriesTruth> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(SeriesTruth::parse).toList();
  }

  private static SeriesTruth parse(String line) {
    String[] cells = line.split("\t", -1);
    return new SeriesTruth(
        SentType.of(cells[0]),
        cells[1],
        Long.parseLong(cells[2]),
        Long.parseLong(cells[3]),
        Integer.parseInt(cells[4]),
        Integer.parseInt(cells[5]),
        Integer.parseInt(cells[6]),
        Integer.parseInt(cells[7]));
  }

  /** Adds up. */
  static final class Builder {
    private final SentSeries series;
    private final Set<Integer> values = new HashSet<>();
    private long count;
    private long sum;
    private int min = Integer.MAX_VALUE;
    private int max = Integer.MIN_VALUE;
    private int last;

    Builder(SentSeries series) {
      this.series = series;
    }

    void add(int hundredths, long times) {
      values.add(hundredths);
      count += times;
      sum += times * hundredths;
      min = Math.min(min, hundredths);
      max = Math.max(max, hundredths);
      last = hundredths;
    }

    long count() {
      return count;
    }

    SeriesTruth build() {
      Tag endpoint = series.tags().get(0);
      return new SeriesTruth(
          series.type(), endpoint.value(), count, sum, min, max, last, values.size());
    }
  }
}
