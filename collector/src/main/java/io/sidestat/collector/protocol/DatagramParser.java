package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.TagDialect;
import java.security.SecureRandom;
import java.util.EnumSet;

/**
 * Reads the lines of a datagram and hands each sample on. For the owner thread.
 *
 * <pre>
 * datagram = line *( LF line )            a CR before the LF, empty lines: passed over
 * line     = "_e{" event / "_sc|" check / "_sidestat:" sequence / metric
 * metric   = head ":" group *( ":" group )
 * head     = name, in some dialects with tags, see {@link HeadScanner}
 * group    = value *( ":" value ) "|" type *( "|" field )
 * type     = "c" / "m" / "g" / "ms" / "h" / "d" / "s"      "m", a meter, is a counter
 * field    = "@" rate / "#" tags / "T" timestamp / "c:" container / anything else
 * </pre>
 *
 * <p>Events and service checks are no samples: they are counted and passed over. See {@link
 * MetricParser} and {@link SequenceLine}.
 */
public final class DatagramParser {
  /**
   * Longest datagram, more than UDP can carry (65,507 bytes over IPv4); a Unix socket can carry
   * more.
   */
  public static final int DATAGRAM_BYTES_MAX = 65_535;

  /** Longest line of a stream in bytes, as of a datagram. */
  public static final int LINE_BYTES_MAX = DATAGRAM_BYTES_MAX;

  /** Longest name in bytes: CloudWatch's limit for a metric name, in characters. */
  static final int NAME_BYTES_MAX = 255;

  /** Longest tags of one line in bytes, those in the name and those behind it each. */
  static final int TAGS_BYTES_MAX = 4096;

  private final LedgerBook book;
  private final LineScanner scanner = new LineScanner(new SecureRandom().nextLong());
  private final SequenceLine sequence = new SequenceLine();
  private final MetricParser parser;

  /**
   * A parser of all dialects, as Etsy has gauges, in front of a sink.
   *
   * @param book where samples received and lines rejected are counted
   */
  public DatagramParser(SampleSink sink, LedgerBook book) {
    this(sink, book, new ProtocolConfig(EnumSet.allOf(TagDialect.class), true));
  }

  /**
   * A parser in front of a sink.
   *
   * @param config which dialects are read; the marks of others are ordinary characters
   */
  public DatagramParser(SampleSink sink, LedgerBook book, ProtocolConfig config) {
    this.book = book;
    this.parser = new MetricParser(sink, book, config);
  }

  /**
   * Reads one datagram, which must not change during the call. Of one that is longer than {@link
   * #DATAGRAM_BYTES_MAX} the lines before that are read and the rest is rejected as one.
   */
  public void parse(byte[] bytes, int start, int length) {
    book.datagram();
    if (length <= DATAGRAM_BYTES_MAX) {
      lines(bytes, start, length);
    } else {
      tooLong(bytes, start);
    }
  }

  private void tooLong(byte[] bytes, int start) {
    int end = start + DATAGRAM_BYTES_MAX;
    int lastLine = end;
    while (lastLine > start && bytes[lastLine - 1] != '\n') {
      lastLine--;
    }
    lines(bytes, start, lastLine - start);
    reject(RejectReason.DATAGRAM_TOO_LONG, bytes, lastLine, end - lastLine);
  }

  /** Counts a line that is not to be read. */
  public void reject(RejectReason reason, byte[] bytes, int start, int length) {
    book.line();
    book.received();
    book.rejected(reason, bytes, start, start + length);
  }

  /** Reads lines that came by another way than in a datagram, as by a stream. */
  public void lines(byte[] bytes, int start, int length) {
    int end = start + length;
    int lineStart = start;
    while (lineStart < end) {
      int lineEnd = scanner.scan(bytes, lineStart, end);
      int textEnd = lineEnd > lineStart && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
      if (textEnd > lineStart) {
        line(bytes, lineStart, textEnd, lineEnd);
      }
      lineStart = lineEnd + 1;
    }
  }

  private void line(byte[] bytes, int start, int end, int lineEnd) {
    book.line();
    if (bytes[start] == '_') {
      if (startsWith(bytes, start, end, 'e', '{')) {
        book.event();
        return;
      }
      if (startsWith(bytes, start, end, 's', 'c') && start + 3 < end && bytes[start + 3] == '|') {
        book.serviceCheck();
        return;
      }
      if (sequence.read(bytes, start, end)) {
        book.sequence(sequence.client(), sequence.first(), sequence.samples());
        return;
      }
    }
    parser.parse(bytes, start, end, scanner, lineEnd);
  }

  private static boolean startsWith(byte[] bytes, int start, int end, char second, char third) {
    return start + 2 < end && bytes[start + 1] == second && bytes[start + 2] == third;
  }
}
