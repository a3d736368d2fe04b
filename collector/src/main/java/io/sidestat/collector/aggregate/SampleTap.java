package io.sidestat.collector.aggregate;

import io.sidestat.collector.aggregate.TappedLine.Outcome;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.GlobMatcher;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies lines that pass through the {@link Aggregator}, for those who want to see them as they
 * come: tails. For the owner thread; what it has taken any thread may read.
 *
 * <p>Whether a tail wants a spelling is decided once, by the name as sent and by the metric's name,
 * and kept in the table's entry, a bit for each tail: a sample that nobody wants costs a look at
 * that. Of a line that cannot be read only its beginning is known, which is held against the globs
 * each time.
 *
 * <p>Limits: {@value #TAILS_MAX} tails; between two {@link #swap swaps} each gets {@value
 * #LINES_MAX} lines, those beyond are counted; {@value #LINE_BYTES_MAX} bytes of a line are taken;
 * {@value #REJECTED_LOOKS_MAX} rejected lines are looked at, those beyond are not even counted,
 * since whose they are is not known.
 */
public final class SampleTap {
  /** Bits of a byte. */
  public static final int TAILS_MAX = Byte.SIZE;

  /** Lines that each tail gets from one swap to the next. */
  public static final int LINES_MAX = 250;

  /** How much of a line is taken. */
  public static final int LINE_BYTES_MAX = 512;

  /** To match a name takes a microsecond or so, and garbage may come in floods. */
  static final int REJECTED_LOOKS_MAX = 250;

  /** The longest name that a line may have. */
  private static final int NAME_BYTES_MAX = 255;

  /** What may end a name, in one dialect or another. */
  private static final byte[] MARKS = ":|,;#[".getBytes(StandardCharsets.US_ASCII);

  private final Tail[] tails;
  private final InstantSource clock;

  /** Tells what was decided for this tap from what was decided for others before. */
  private int generation;

  private int rejectedLooks;
  private long lineTaken = -1;

  /**
   * A tap for these tails.
   *
   * @param globs at most {@link #TAILS_MAX}
   */
  public SampleTap(List<GlobMatcher> globs, InstantSource clock) {
    if (globs.size() > TAILS_MAX) {
      throw new IllegalArgumentException("too many tails: " + globs.size());
    }
    this.tails = globs.stream().map(Tail::new).toArray(Tail[]::new);
    this.clock = clock;
  }

  /**
   * What one tail gets.
   *
   * @param notTaken lines that it would have got, had they not been too many
   */
  public record Taken(List<TappedLine> lines, long notTaken) {
    /** Copies the lines. */
    public Taken {
      lines = List.copyOf(lines);
    }
  }

  /** What is wanted, and what was taken of it since the last swap. */
  private static final class Tail {
    private final GlobMatcher glob;
    private List<TappedLine> lines = new ArrayList<>();
    private long notTaken;

    Tail(GlobMatcher glob) {
      this.glob = glob;
    }

    Taken swap() {
      Taken taken = new Taken(lines, notTaken);
      lines = new ArrayList<>();
      notTaken = 0;
      return taken;
    }
  }

  /** From now on decides for itself. */
  void begin(int newGeneration) {
    generation = newGeneration;
  }

  /** Decides who wants samples of a spelling, of which this is one, read in full. */
  void decide(RawSeriesTable.Entry spelling, RawSample sample) {
    if (spelling.tapGeneration != generation) {
      spelling.tapGeneration = generation;
      spelling.wantedBy =
          (byte)
              wanted(sample.name(), spelling.series == null ? null : spelling.series.id().name());
    }
  }

  private int wanted(String sent, @Nullable String shaped) {
    int wanted = 0;
    for (int i = 0; i < tails.length; i++) {
      GlobMatcher glob = tails[i].glob;
      if (glob.matches(sent) || (shaped != null && glob.matches(shaped))) {
        wanted |= 1 << i;
      }
    }
    return wanted;
  }

  /**
   * Takes the line of a sample that somebody wants, unless it was taken for a sample before.
   *
   * @param known what became of the sample
   * @param line its number
   */
  void take(ProbeTable.Known known, RawSample sample, long line) {
    if (line == lineTaken) {
      return;
    }
    lineTaken = line;
    int takers = withRoom(known.wantedBy & 0xff);
    if (takers != 0) {
      Series series = known.series;
      MetricId metric = series == null ? null : series.id();
      give(
          takers,
          copy(sample.bytes, sample.headStart, sample.lineEnd, outcome(known), metric, null));
    }
  }

  private static Outcome outcome(ProbeTable.Known known) {
    if (known.scale == null) {
      return Outcome.SKIPPED;
    }
    if (known.series == null) {
      return Outcome.REFUSED;
    }
    return known.own ? Outcome.AGGREGATED : Outcome.FOLDED;
  }

  /** Takes a line that was rejected, or of which a value was, if somebody wants it. */
  void rejected(RejectReason reason, byte[] bytes, int start, int end, long line) {
    if (line == lineTaken || rejectedLooks == REJECTED_LOOKS_MAX) {
      return;
    }
    rejectedLooks++;
    int wanted = wanted(beginning(bytes, start, end), null);
    if (wanted == 0) {
      return;
    }
    lineTaken = line;
    int takers = withRoom(wanted);
    if (takers != 0) {
      give(takers, copy(bytes, start, end, Outcome.REJECTED, null, reason));
    }
  }

  /** The name, or what comes nearest to one. */
  private static String beginning(byte[] bytes, int start, int end) {
    int last = Math.min(end, start + NAME_BYTES_MAX);
    int at = start;
    while (at < last && !isMark(bytes[at])) {
      at++;
    }
    return new String(bytes, start, at - start, StandardCharsets.UTF_8);
  }

  private static boolean isMark(byte octet) {
    for (byte mark : MARKS) {
      if (octet == mark) {
        return true;
      }
    }
    return false;
  }

  /** Those of the tails that get one more line; for the others it is counted. */
  private int withRoom(int wanted) {
    int takers = 0;
    for (int left = wanted; left != 0; left &= left - 1) {
      Tail tail = tails[Integer.numberOfTrailingZeros(left)];
      if (tail.lines.size() < LINES_MAX) {
        takers |= Integer.lowestOneBit(left);
      } else {
        tail.notTaken++;
      }
    }
    return takers;
  }

  private void give(int takers, TappedLine line) {
    for (int left = takers; left != 0; left &= left - 1) {
      tails[Integer.numberOfTrailingZeros(left)].lines.add(line);
    }
  }

  private TappedLine copy(
      byte[] bytes,
      int start,
      int end,
      Outcome outcome,
      @Nullable MetricId metric,
      @Nullable RejectReason reason) {
    int copyEnd = Math.min(end, start + LINE_BYTES_MAX);
    return new TappedLine(
        clock.millis(),
        Arrays.copyOfRange(bytes, start, copyEnd),
        copyEnd < end,
        outcome,
        metric,
        reason);
  }

  /** Hands over what was taken since the last time, by tail, in their order. */
  public List<Taken> swap() {
    rejectedLooks = 0;
    return Arrays.stream(tails).map(Tail::swap).toList();
  }
}
