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
 * <p>A line that the sink {@link SampleSink#recall recalls} is not read but for its values.
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
   * @param scanned what was found in it
   * @param lineEnd where it ends, a carriage return included
   */
  void parse(byte[] bytes, int start, int end, LineScanner scanned, int lineEnd) {
    if (sample.bytes != bytes) {
      // It seldom is another, and to store a reference costs the collector of garbage a note.
      sample.bytes = bytes;
    }
    sample.headStart = start;
    sample.lineEnd = end;
    if (scanned.colon() == LineScanner.NONE) {
      // Half of the lines in random bytes: not worth another look.
      reject(RejectReason.NO_VALUE);
      return;
    }
    // Without a bar, and with nothing between colon and bar, it is no good line.
    sample.recallable = scanned.bar() > scanned.colon() + 1;
    if (sample.recallable) {
      sample.colon = scanned.colon();
      sample.restStart = scanned.bar();
      sample.restEnd = lineEnd;
      sample.lineHash = scanned.hash();
      if (sink.recall(sample)) {
        sample.again = true;
        values(bytes, sample.colon + 1, sample.restStart);
        return;
      }
    }
    read(bytes, start, end);
  }

  private void read(byte[] bytes, int start, int end) {
    RejectReason reason = heads.scan(bytes, start, end, sample);
    nextGroup = sample.headEnd + 1;
    while (reason == null && nextGroup != NO_GROUP) {
      reason = group(bytes, nextGroup, end);
    }
    if (reason != null) {
      reject(reason);
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
      // A line of several groups is more than the rest behind its first values.
      sample.recallable &= nextGroup == NO_GROUP && start == sample.colon + 1;
      sample.again = false;
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
        at = ByteSearch.indexOf((byte) '|', bytes, start, end);
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
      sample.recallable = false;
    } else if (mark != 'c' || end - start < 2 || bytes[start + 1] != ':') {
      book.unknownField();
      sample.recallable = false;
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
    if (sample.type == SampleType.SET) {
      sample.memberStart = start;
      sample.memberEnd = end;
      accept();
      return;
    }
    // Mostly there is one. Of several, the colons between them make the whole no number.
    double only = DecimalNumber.parse(bytes, start, end);
    if (!Double.isNaN(only)) {
      value(only, bytes[start]);
      return;
    }
    int valueStart = start;
    while (valueStart <= end) {
      int valueEnd = ByteSearch.indexOf((byte) ':', bytes, valueStart, end);
      double value = DecimalNumber.parse(bytes, valueStart, valueEnd);
      if (Double.isNaN(value)) {
        reject(valueStart == valueEnd ? RejectReason.NO_VALUE : RejectReason.BAD_VALUE);
      } else {
        value(value, bytes[valueStart]);
      }
      valueStart = valueEnd + 1;
    }
  }

  private void reject(RejectReason reason) {
    book.received();
    book.rejected(reason, sample.bytes, sample.headStart, sample.lineEnd);
  }

  /** Hands on a number, whose first byte may be a sign. */
  private void value(double value, byte first) {
    if (Math.abs(value) > Datum.MAGNITUDE_MAX) {
      reject(RejectReason.OUT_OF_RANGE);
      return;
    }
    if (sample.type == SampleType.TIMING && value < 0) {
      reject(RejectReason.NEGATIVE_TIMER);
      return;
    }
    boolean signed = first == '+' || first == '-';
    boolean negativeZero = value == 0 && first == '-';
    sample.delta = signed && gaugeSteps && sample.type == SampleType.GAUGE && !negativeZero;
    // What is nearer to zero than CloudWatch can tell is zero, and so is -0.0.
    sample.value = Math.abs(value) < Grid.ZERO_BELOW ? 0.0 : value;
    accept();
  }

  private void accept() {
    book.received();
    book.sample(sample.type);
    sink.accept(sample);
    sample.again = true;
  }
}
