package io.sidestat.collector.protocol;

import static io.sidestat.collector.fuzz.FuzzTarget.hold;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.fuzz.FuzzTarget;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parser alone, over a datagram amid other bytes. Nothing throws, every sample handed on is
 * within its limits and within the datagram, and every sample is accounted for. The same datagram
 * once more, with its lines recalled, finds the same samples.
 *
 * <pre>
 * input = flags datagram
 * flags   bits 0 to 4: which dialects are on; 5 and 6: which bytes stand around the datagram;
 *         7: no byte of the array follows the datagram
 * </pre>
 */
public final class ParserFuzzTarget implements FuzzTarget {
  /** All dialects. */
  static final byte DIALECTS_MASK = 0x1f;

  private static final int AROUND_SHIFT = 5;
  private static final byte[] AROUND = {':', '|', '\n', '1'};
  private static final int BEFORE = 5;

  /** More than the parser looks at in one step. */
  private static final int BEHIND = 16;

  private static final int TAGS_BYTES_MAX = 4096;

  private final LedgerBook book = new LedgerBook();
  private final DatagramParser[] parsers = new DatagramParser[DIALECTS_MASK + 1];
  private byte[] bytes = new byte[0];
  private int end;
  private long handedOn;

  /** Of what was handed on of the datagram. */
  private long digest;

  /** Of the datagram, as they were read the first time. */
  private final List<Line> lines = new ArrayList<>();

  private boolean recalling;

  /** Whether the line is one of those. */
  private boolean recalled;

  // Of the sample before; there is none if the type is null.
  private @Nullable SampleType type;
  private int headStart;
  private int headEnd;
  private int tagsStart;
  private int tagsEnd;

  /** A line but for its values: positions of what is before and behind them. */
  private record Line(
      int start, int colon, int restStart, int restEnd, long hash, SampleType type, double rate) {
    Line(RawSample sample) {
      this(
          sample.headStart,
          sample.colon,
          sample.restStart,
          sample.restEnd,
          sample.lineHash,
          sample.type,
          sample.rate);
    }
  }

  /** Checks what the parser hands on, and recalls lines the second time. */
  private final class Sink implements SampleSink {
    @Override
    public void accept(RawSample sample) {
      check(sample);
    }

    @Override
    public boolean recall(RawSample sample) {
      recalled = false;
      for (int i = 0; recalling && !recalled && i < lines.size(); i++) {
        Line line = lines.get(i);
        if (sample.lineHash == line.hash && sameAs(line, sample)) {
          recalled = true;
          sample.type = line.type;
          sample.rate = line.rate;
        }
      }
      return recalled;
    }

    private boolean sameAs(Line line, RawSample sample) {
      return Arrays.equals(bytes, line.start, line.colon, bytes, sample.headStart, sample.colon)
          && Arrays.equals(
              bytes, line.restStart, line.restEnd, bytes, sample.restStart, sample.restEnd);
    }
  }

  /** A parser for each set of dialects, all with one ledger. */
  public ParserFuzzTarget() {
    for (byte mask = 0; mask <= DIALECTS_MASK; mask++) {
      parsers[mask] =
          new DatagramParser(new Sink(), book, new ProtocolConfig(dialects(mask), true));
    }
  }

  /** The dialects that an input's first byte says are on. */
  static Set<TagDialect> dialects(byte flags) {
    Set<TagDialect> dialects = EnumSet.noneOf(TagDialect.class);
    for (TagDialect dialect : TagDialect.values()) {
      if ((flags >> dialect.ordinal() & 1) == 1) {
        dialects.add(dialect);
      }
    }
    return dialects;
  }

  /** The byte that stands around the datagram. */
  static byte around(byte flags) {
    return AROUND[flags >> AROUND_SHIFT & AROUND.length - 1];
  }

  /** How many of them stand behind it. */
  static int bytesBehind(byte flags) {
    return flags < 0 ? 0 : BEHIND;
  }

  @Override
  public Path kept() {
    return FuzzTarget.keptIn("datagrams");
  }

  /** The golden lines, all dialects on. */
  @Override
  public List<byte[]> seeds() throws IOException {
    return goldenInputs();
  }

  /** The golden lines with a first byte that turns all dialects on. */
  static List<byte[]> goldenInputs() throws IOException {
    return GoldenLines.datagrams().stream()
        .map(
            datagram -> {
              byte[] input = new byte[datagram.length + 1];
              input[0] = DIALECTS_MASK;
              System.arraycopy(datagram, 0, input, 1, datagram.length);
              return input;
            })
        .toList();
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int length = input.length - 1;
    end = BEFORE + length;
    bytes = new byte[end + bytesBehind(input[0])];
    Arrays.fill(bytes, around(input[0]));
    System.arraycopy(input, 1, bytes, BEFORE, length);
    DatagramParser parser = parsers[input[0] & DIALECTS_MASK];
    lines.clear();
    long first = digestOf(parser, length, false);
    hold(first == digestOf(parser, length, true), "recalled lines are the same");
    Ledger ledger = book.snapshot();
    hold(ledger.received() == handedOn + ledger.rejectedTotal(), "a sample is unaccounted for");
  }

  private long digestOf(DatagramParser parser, int length, boolean withLinesRecalled) {
    recalling = withLinesRecalled;
    recalled = false;
    type = null;
    digest = 0;
    parser.parse(bytes, BEFORE, length);
    return digest;
  }

  private void check(RawSample sample) {
    handedOn++;
    hold(sample.bytes == bytes, "other bytes");
    hold(sample.rate >= 1e-9 && sample.rate <= 1, "the rate");
    checkValue(sample);
    digest = 31 * digest + digestOf(sample);
    if (!recalled) {
      checkPositions(sample);
      if (!recalling && !sample.again && sample.recallable) {
        lines.add(new Line(sample));
      }
    }
  }

  private static long digestOf(RawSample sample) {
    long number = Double.doubleToLongBits(sample.value) + (sample.delta ? 1 : 0);
    long value =
        sample.type == SampleType.SET ? 31L * sample.memberStart + sample.memberEnd : number;
    return 31 * (31 * value + sample.type.ordinal()) + Double.doubleToLongBits(sample.rate);
  }

  private void checkPositions(RawSample sample) {
    within(sample.headStart, sample.headEnd, BEFORE);
    within(sample.tagsStart, sample.tagsEnd, sample.headEnd);
    hold(sample.lineEnd >= sample.tagsEnd && sample.lineEnd <= end, "the line's end");
    hold(sample.nameBytes() >= 1 && sample.nameBytes() <= 255, "the name's length");
    hold(sample.tagsEnd - sample.tagsStart <= TAGS_BYTES_MAX, "the tags' length");
    if (sample.again) {
      checkAgain(sample);
    } else {
      hold(!sample.name().isEmpty(), "the name");
      hold(sample.tags().size() <= 2 * (TAGS_BYTES_MAX + 1), "the tags");
    }
    type = sample.type;
    headStart = sample.headStart;
    headEnd = sample.headEnd;
    tagsStart = sample.tagsStart;
    tagsEnd = sample.tagsEnd;
  }

  private void checkAgain(RawSample sample) {
    hold(sample.type == type, "again: another type");
    hold(
        Arrays.equals(bytes, headStart, headEnd, bytes, sample.headStart, sample.headEnd),
        "again: another head");
    hold(
        Arrays.equals(bytes, tagsStart, tagsEnd, bytes, sample.tagsStart, sample.tagsEnd),
        "again: other tags");
  }

  private void checkValue(RawSample sample) {
    if (sample.type == SampleType.SET) {
      within(sample.memberStart, sample.memberEnd, sample.headStart + 1);
    } else {
      hold(Math.abs(sample.value) <= Datum.MAGNITUDE_MAX, "the value");
      hold(sample.type != SampleType.TIMING || sample.value >= 0, "a negative timer");
      hold(!sample.delta || sample.type == SampleType.GAUGE, "a step");
    }
  }

  private void within(int from, int to, int lowest) {
    hold(lowest <= from && from <= to && to <= end, "a position");
  }

  @Override
  public String toString() {
    return "parser";
  }
}
