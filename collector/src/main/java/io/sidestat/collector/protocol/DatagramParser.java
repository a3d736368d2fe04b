package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a datagram and hands each sample on. For the owner thread.
 *
 * <pre>
 * datagram = line *( LF line )            a CR before the LF, empty lines: passed over
 * line     = name ":" value "|" type *( "|" field )
 * type     = "c" / "g" / "ms" / "h" / "d" / "s"
 * field    = "@" rate / "#" tags / anything else, passed over
 * tags     = tag *( "," tag )             tag = key ":" value / key
 * </pre>
 *
 * <p>The rate counts for counters and timers; of a gauge and a set it is read and put aside, since
 * neither grows with the number of samples. A gauge's value with a sign is a step, but for {@code
 * -0}, which clients send as an absolute zero before a negative value.
 */
public final class DatagramParser {
  /** Longest name in bytes: CloudWatch's limit for a metric name, in characters. */
  static final int NAME_BYTES_MAX = 255;

  /** Longest tags of one line in bytes. */
  static final int TAGS_BYTES_MAX = 4096;

  /** The smallest sample rate: less would let one line weigh more than a count can hold. */
  static final double RATE_MIN = 1e-9;

  private final SampleSink sink;
  private final LedgerBook book;
  private final RawSample sample = new RawSample();

  /**
   * A parser in front of a sink.
   *
   * @param book where samples received and lines rejected are counted
   */
  public DatagramParser(SampleSink sink, LedgerBook book) {
    this.sink = sink;
    this.book = book;
  }

  /** Reads one datagram, which must not change during the call. */
  public void parse(byte[] bytes, int start, int length) {
    book.datagram();
    lines(bytes, start, length);
  }

  /** Reads lines that came by another way than in a datagram, as by a stream. */
  public void lines(byte[] bytes, int start, int length) {
    sample.bytes = bytes;
    int end = start + length;
    int lineStart = start;
    while (lineStart < end) {
      int lineEnd = indexOf((byte) '\n', bytes, lineStart, end);
      int textEnd = lineEnd > lineStart && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
      if (textEnd > lineStart) {
        line(bytes, lineStart, textEnd);
      }
      lineStart = lineEnd + 1;
    }
  }

  private void line(byte[] bytes, int start, int end) {
    book.received();
    RejectReason reason = read(bytes, start, end);
    if (reason == null) {
      sink.accept(sample);
    } else {
      book.rejected(reason, bytes, start, end);
    }
  }

  /** Fills the sample from a line; answers why not, or null if it did. */
  private @Nullable RejectReason read(byte[] bytes, int start, int end) {
    int colon = indexOf((byte) ':', bytes, start, end);
    if (colon == start) {
      return RejectReason.EMPTY_NAME;
    }
    if (indexOf((byte) '|', bytes, start, colon) < colon) {
      return RejectReason.NO_VALUE;
    }
    if (colon - start > NAME_BYTES_MAX) {
      return RejectReason.NAME_TOO_LONG;
    }
    int valueStart = colon + 1;
    int valueEnd = indexOf((byte) '|', bytes, Math.min(valueStart, end), end);
    if (valueStart >= end || valueEnd == valueStart) {
      return RejectReason.NO_VALUE;
    }
    if (valueEnd == end) {
      return RejectReason.NO_TYPE;
    }
    sample.nameStart = start;
    sample.nameEnd = colon;
    sample.lineEnd = end;
    int typeStart = valueEnd + 1;
    int typeEnd = indexOf((byte) '|', bytes, typeStart, end);
    SampleType type = type(bytes, typeStart, typeEnd);
    if (type == null) {
      return typeStart == typeEnd ? RejectReason.NO_TYPE : RejectReason.UNKNOWN_TYPE;
    }
    sample.type = type;
    RejectReason reason = value(bytes, valueStart, valueEnd);
    return reason != null ? reason : fields(bytes, typeEnd, end);
  }

  private static @Nullable SampleType type(byte[] bytes, int start, int end) {
    if (end - start == 1) {
      return switch (bytes[start]) {
        case 'c' -> SampleType.COUNTER;
        case 'g' -> SampleType.GAUGE;
        case 'h' -> SampleType.HISTOGRAM;
        case 'd' -> SampleType.DISTRIBUTION;
        case 's' -> SampleType.SET;
        default -> null;
      };
    }
    boolean ms = end - start == 2 && bytes[start] == 'm' && bytes[start + 1] == 's';
    return ms ? SampleType.TIMING : null;
  }

  private @Nullable RejectReason value(byte[] bytes, int start, int end) {
    sample.delta = false;
    if (sample.type == SampleType.SET) {
      sample.memberStart = start;
      sample.memberEnd = end;
      return null;
    }
    double value = DecimalNumber.parse(bytes, start, end);
    if (Double.isNaN(value)) {
      return RejectReason.BAD_VALUE;
    }
    if (Math.abs(value) > Datum.MAGNITUDE_MAX) {
      return RejectReason.OUT_OF_RANGE;
    }
    if (sample.type == SampleType.TIMING && value < 0) {
      return RejectReason.NEGATIVE_TIMER;
    }
    if (sample.type == SampleType.GAUGE) {
      boolean negativeZero = value == 0 && bytes[start] == '-';
      sample.delta = (bytes[start] == '+' || bytes[start] == '-') && !negativeZero;
    }
    // What is nearer to zero than CloudWatch can tell is zero, and so is -0.0.
    sample.value = Math.abs(value) < Grid.ZERO_BELOW ? 0.0 : value;
    return null;
  }

  private @Nullable RejectReason fields(byte[] bytes, int typeEnd, int end) {
    sample.rate = 1;
    sample.tagsStart = end;
    sample.tagsEnd = end;
    int start = typeEnd + 1;
    while (start < end) {
      int fieldEnd = indexOf((byte) '|', bytes, start, end);
      if (bytes[start] == '#') {
        sample.tagsStart = start + 1;
        sample.tagsEnd = fieldEnd;
        if (sample.tagsEnd - sample.tagsStart > TAGS_BYTES_MAX) {
          return RejectReason.TAGS_TOO_LONG;
        }
      } else if (bytes[start] == '@') {
        double rate = DecimalNumber.parse(bytes, start + 1, fieldEnd);
        if (!(rate >= RATE_MIN && rate <= 1)) {
          return RejectReason.BAD_RATE;
        }
        sample.rate = rate;
      }
      start = fieldEnd + 1;
    }
    return null;
  }

  private static int indexOf(byte wanted, byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
