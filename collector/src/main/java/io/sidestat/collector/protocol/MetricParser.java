package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import org.jspecify.annotations.Nullable;

/**
 * Reads metric lines, {@code head ":" group *( ":" group )}, and hands each value on as a sample.
 * For the owner thread.
 *
 * <p>A group is {@code value *( ":" value ) "|" type *( "|" field )}; its values share type, rate
 * and tags, and each is taken or rejected by itself. Another group follows directly behind a type
 * or a rate; in any other field a colon is part of the field. A group that cannot be read as a
 * whole counts as one sample rejected and ends the line: what stands behind it could be anything. A
 * set's member is all that stands before the bar, colons included.
 *
 * <p>The rate counts for counters and timers; of a gauge and a set it is checked and put aside,
 * since neither grows with the number of samples. A gauge's value with a sign is a step, unless
 * configured otherwise, but for {@code -0}, which clients send as an absolute zero before a
 * negative value.
 */
final class MetricParser {
  /** The smallest sample rate: less would let one line weigh more than a count can hold. */
  static final double RATE_MIN = 1e-9;

  private static final int NO_GROUP = -1;

  private final SampleSink sink;
  private final LedgerBook book;
  private final HeadScanner heads;
  private final boolean tagFields;
  private final boolean gaugeSteps;
  private final RawSample sample = new RawSample();

  /** Where the last field of the line starts, if it has any. */
  private int lastBar;

  /** Where the next group of the line starts, or {@link #NO_GROUP}. */
  private int nextGroup;

  MetricParser(SampleSink sink, LedgerBook book, ProtocolConfig config) {
    this.sink = sink;
    this.book = book;
    this.heads = new HeadScanner(config.dialects());
    this.tagFields = config.dialects().contains(TagDialect.DOGSTATSD);
    this.gaugeSteps = config.gaugeSteps();
  }

  /**
   * Reads one line of at least one byte.
   *
   * @param lastBar where its last bar stands, if it has one
   */
  void parse(byte[] bytes, int start, int end, int lastBar) {
    this.lastBar = lastBar;
    sample.bytes = bytes;
    sample.lineEnd = end;
    RejectReason reason = heads.scan(bytes, start, end, sample);
    nextGroup = sample.headEnd + 1;
    while (reason == null && nextGroup != NO_GROUP) {
      reason = group(bytes, nextGroup, end);
    }
    if (reason != null) {
      book.received();
      book.rejected(reason, bytes, start, end);
    }
  }

  /** Hands on the values of a group; answers why it cannot be read, or null. */
  private @Nullable RejectReason group(byte[] bytes, int start, int end) {
    int valuesEnd = ByteSearch.indexOf((byte) '|', bytes, start, end);
    if (valuesEnd <= start) {
      return RejectReason.NO_VALUE;
    }
    if (valuesEnd == end) {
      return RejectReason.NO_TYPE;
    }
    int typeStart = valuesEnd + 1;
    int typeEnd = barOrColon(bytes, typeStart, end);
    SampleType type = type(bytes, typeStart, typeEnd);
    if (type == null) {
      return typeStart == typeEnd ? RejectReason.NO_TYPE : RejectReason.UNKNOWN_TYPE;
    }
    sample.type = type;
    RejectReason reason = fields(bytes, typeEnd, end);
    if (reason == null) {
      values(bytes, start, valuesEnd);
    }
    return reason;
  }

  private static int barOrColon(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != '|' && bytes[i] != ':') {
      i++;
    }
    return i;
  }

  private static @Nullable SampleType type(byte[] bytes, int start, int end) {
    if (end - start == 1) {
      return switch (bytes[start]) {
        case 'c', 'm' -> SampleType.COUNTER;
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

  /** Reads the fields behind a type, which ends at a bar, at a colon or with the line. */
  private @Nullable RejectReason fields(byte[] bytes, int typeEnd, int end) {
    sample.rate = 1;
    sample.tagsStart = end;
    sample.tagsEnd = end;
    int at = typeEnd;
    while (at < end && bytes[at] == '|') {
      int start = at + 1;
      if (start < end && bytes[start] == '@') {
        at = barOrColon(bytes, start, end);
        double rate = DecimalNumber.parse(bytes, start + 1, at);
        if (!(rate >= RATE_MIN && rate <= 1)) {
          return RejectReason.BAD_RATE;
        }
        sample.rate = rate;
      } else {
        at = at == lastBar ? end : ByteSearch.indexOf((byte) '|', bytes, start, end);
        RejectReason reason = field(bytes, start, at);
        if (reason != null) {
          return reason;
        }
      }
    }
    nextGroup = at < end ? at + 1 : NO_GROUP;
    return null;
  }

  /** Takes a field other than a rate; answers why it cannot be, or null. */
  private @Nullable RejectReason field(byte[] bytes, int start, int end) {
    if (start == end) {
      return null;
    }
    byte mark = bytes[start];
    if (mark == '#' && tagFields) {
      if (end - start - 1 > DatagramParser.TAGS_BYTES_MAX) {
        return RejectReason.TAGS_TOO_LONG;
      }
      sample.tagsStart = start + 1;
      sample.tagsEnd = end;
    } else if (mark == 'T' && isWhole(bytes, start + 1, end)) {
      book.timestamp();
    } else if (mark != 'c' || end - start < 2 || bytes[start + 1] != ':') {
      book.unknownField();
    }
    return null;
  }

  private static boolean isWhole(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i == end && start < end;
  }

  private void values(byte[] bytes, int start, int end) {
    sample.again = false;
    if (sample.type == SampleType.SET) {
      book.received();
      sample.memberStart = start;
      sample.memberEnd = end;
      accept();
      return;
    }
    int valueStart = start;
    while (valueStart <= end) {
      int valueEnd = ByteSearch.indexOf((byte) ':', bytes, valueStart, end);
      book.received();
      RejectReason reason = value(bytes, valueStart, valueEnd);
      if (reason == null) {
        accept();
      } else {
        book.rejected(reason, bytes, sample.headStart, sample.lineEnd);
      }
      valueStart = valueEnd + 1;
    }
  }

  private void accept() {
    book.sample(sample.type);
    sink.accept(sample);
    sample.again = true;
  }

  /** Fills the sample's value; answers why it is none, or null. */
  private @Nullable RejectReason value(byte[] bytes, int start, int end) {
    double value = DecimalNumber.parse(bytes, start, end);
    if (Double.isNaN(value)) {
      return start == end ? RejectReason.NO_VALUE : RejectReason.BAD_VALUE;
    }
    if (Math.abs(value) > Datum.MAGNITUDE_MAX) {
      return RejectReason.OUT_OF_RANGE;
    }
    if (sample.type == SampleType.TIMING && value < 0) {
      return RejectReason.NEGATIVE_TIMER;
    }
    boolean signed = bytes[start] == '+' || bytes[start] == '-';
    boolean negativeZero = value == 0 && bytes[start] == '-';
    sample.delta = signed && gaugeSteps && sample.type == SampleType.GAUGE && !negativeZero;
    // What is nearer to zero than CloudWatch can tell is zero, and so is -0.0.
    sample.value = Math.abs(value) < Grid.ZERO_BELOW ? 0.0 : value;
    return null;
  }
}
