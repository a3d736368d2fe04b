package io.sidestat.collector.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Datagrams made before the clock starts, in the order in which they are sent, over and over. They
 * lie in runs of equal length, so that the kernel can be handed a run at once; which run follows
 * which is drawn by the seed. Immutable.
 */
final class DatagramPool {
  /** Datagrams of equal length that follow each other: few enough to be mixed well. */
  private static final int RUN_MAX = 64;

  /** Lengths that datagrams of random bytes have. */
  private static final int GARBAGE_LENGTHS = 32;

  /** A datagram, and which series and values, in hundredths, are in it. */
  private record Datagram(byte[] bytes, int[] series, int[] hundredths) {}

  private final List<SentSeries> series;
  private final List<Datagram> datagrams;
  private final ByteBuffer bytes;
  private final int[] offsets;
  private final int lines;

  private DatagramPool(List<SentSeries> series, List<Datagram> datagrams) {
    this.series = series;
    this.datagrams = datagrams;
    this.bytes =
        ByteBuffer.allocateDirect(datagrams.stream().mapToInt(each -> each.bytes.length).sum());
    this.offsets = new int[datagrams.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = bytes.position();
      bytes.put(datagrams.get(i).bytes);
    }
    bytes.flip();
    this.lines = datagrams.stream().mapToInt(each -> each.series.length).sum();
  }

  /**
   * Makes a pool.
   *
   * @param linesMax about how many lines it has
   */
  static DatagramPool of(Traffic traffic, int linesMax) {
    List<SentSeries> series = series(traffic);
    SplittableRandom random = new SplittableRandom(traffic.seed());
    List<Datagram> made = lines(traffic, series, linesMax, random);
    int garbage = made.size() * traffic.garbagePercent() / (100 - traffic.garbagePercent());
    int meanBytes = made.stream().mapToInt(each -> each.bytes.length).sum() / made.size();
    for (int i = 0; i < garbage; i++) {
      made.add(garbage(random, meanBytes));
    }
    return new DatagramPool(series, inRuns(made, traffic.seed()));
  }

  private static List<SentSeries> series(Traffic traffic) {
    List<SentSeries> series = new ArrayList<>();
    double due = 0;
    for (Map.Entry<SentType, Integer> share : traffic.mix().entrySet()) {
      due += traffic.series() * share.getValue() / 100.0;
      SentType type = share.getKey();
      int first = series.size();
      while (series.size() == first || series.size() < Math.round(due)) {
        series.add(SentSeries.of(type, series.size() - first));
      }
    }
    return series;
  }

  /** Random bytes, on average as many. */
  private static Datagram garbage(SplittableRandom random, int meanBytes) {
    int step = 1 + random.nextInt(GARBAGE_LENGTHS);
    byte[] bytes = new byte[Math.max(1, step * 2 * meanBytes / (GARBAGE_LENGTHS + 1))];
    random.nextBytes(bytes);
    return new Datagram(bytes, new int[0], new int[0]);
  }

  private static List<Datagram> lines(
      Traffic traffic, List<SentSeries> series, int linesMax, SplittableRandom random) {
    List<Datagram> made = new ArrayList<>();
    DatagramBuilder builder = new DatagramBuilder(traffic.linesPerDatagram());
    int[] order = drawOrder(series.size(), linesMax, random);
    for (int number : order) {
      SentSeries drawn = series.get(number);
      int hundredths = drawn.type().draw(random, number);
      String line = drawn.line(traffic.dialect(), hundredths);
      if (!builder.fits(line)) {
        made.add(builder.take());
      }
      builder.add(line, number, hundredths);
    }
    made.add(builder.take());
    return made;
  }

  /** Each series first once, so that a pool that is large enough has all of them; then drawn. */
  private static int[] drawOrder(int series, int lines, SplittableRandom random) {
    int[] order = new int[lines];
    for (int i = 0; i < lines; i++) {
      order[i] = i < series ? i : random.nextInt(series);
    }
    for (int i = lines - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  private static List<Datagram> inRuns(List<Datagram> made, long seed) {
    made.sort(Comparator.comparingInt(datagram -> datagram.bytes.length));
    List<List<Datagram>> runs = new ArrayList<>();
    int start = 0;
    while (start < made.size()) {
      int end = start + 1;
      while (end < made.size()
          && end - start < RUN_MAX
          && made.get(end).bytes.length == made.get(start).bytes.length) {
        end++;
      }
      runs.add(made.subList(start, end));
      start = end;
    }
    Collections.shuffle(runs, new Random(seed));
    return runs.stream().flatMap(List::stream).toList();
  }

  /** Puts lines together to datagrams. */
  private static final class DatagramBuilder {
    private final int linesPerDatagram;
    private final StringBuilder text = new StringBuilder();
    private final List<int[]> samples = new ArrayList<>();

    DatagramBuilder(int linesPerDatagram) {
      this.linesPerDatagram = linesPerDatagram;
    }

    boolean fits(String line) {
      return samples.isEmpty()
          || (linesPerDatagram == Traffic.FILL
              ? text.length() + 1 + line.length() <= Traffic.DATAGRAM_BYTES_MAX
              : samples.size() < linesPerDatagram);
    }

    void add(String line, int series, int hundredths) {
      if (!samples.isEmpty()) {
        text.append('\n');
      }
      text.append(line);
      samples.add(new int[] {series, hundredths});
    }

    Datagram take() {
      Datagram datagram =
          new Datagram(
              text.toString().getBytes(StandardCharsets.US_ASCII),
              samples.stream().mapToInt(sample -> sample[0]).toArray(),
              samples.stream().mapToInt(sample -> sample[1]).toArray());
      text.setLength(0);
      samples.clear();
      return datagram;
    }
  }

  /** Number of datagrams. */
  int size() {
    return offsets.length;
  }

  /** All datagrams' bytes, one behind the other; not to be written to. */
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  int offset(int datagram) {
    return offsets[datagram];
  }

  int length(int datagram) {
    return datagrams.get(datagram).bytes.length;
  }

  int lines(int datagram) {
    return datagrams.get(datagram).series.length;
  }

  /** Lines in a datagram, on average. */
  double linesPerDatagram() {
    return (double) lines / size();
  }

  /**
   * What went out, by series; those of which nothing did are left out.
   *
   * @param timesSent for each datagram, how often it was sent
   * @param last the datagram sent last
   */
  List<SeriesTruth> truth(long[] timesSent, int last) {
    SeriesTruth.Builder[] builders = new SeriesTruth.Builder[series.size()];
    for (int i = 0; i < builders.length; i++) {
      builders[i] = new SeriesTruth.Builder(series.get(i));
    }
    // In the order of sending, so that a gauge's last value is the last.
    for (int i = 1; i <= size(); i++) {
      int number = (last + i) % size();
      Datagram datagram = datagrams.get(number);
      for (int line = 0; timesSent[number] > 0 && line < datagram.series.length; line++) {
        builders[datagram.series[line]].add(datagram.hundredths[line], timesSent[number]);
      }
    }
    List<SeriesTruth> truth = new ArrayList<>();
    for (SeriesTruth.Builder builder : builders) {
      if (builder.count() > 0) {
        truth.add(builder.build());
      }
    }
    return truth;
  }
}
