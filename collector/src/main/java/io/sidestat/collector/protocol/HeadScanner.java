package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.TagDialect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands before a line's first value: the name and the tags that some dialects put into
 * it. For the owner thread.
 *
 * <pre>
 * head     = name / name ( "," / ";" / "#" ) tags / name "[" tags "]" name
 * </pre>
 *
 * <p>The first mark of an enabled dialect decides; later ones belong to the tags. The head ends at
 * the first colon, but for one between brackets; a bar before that is an ordinary character, which
 * clients do send in names and tags. If nothing closes the first bracket before the next bar,
 * brackets belong to the name.
 */
final class HeadScanner {
  private static final byte ORDINARY = 0;
  private static final byte COLON = 1;

  /** The class of a mark is this and its dialect's ordinal. */
  private static final byte MARK = 2;

  private static final TagDialect[] DIALECTS = TagDialect.values();

  /** The class of each byte. */
  private final byte[] classes = new byte[256];

  HeadScanner(Set<TagDialect> dialects) {
    classes[':'] = COLON;
    for (TagDialect dialect : dialects) {
      if (dialect.inName()) {
        classes[dialect.mark()] = (byte) (MARK + dialect.ordinal());
      }
    }
  }

  /** Fills the sample's head; answers why it is none, or null. */
  @Nullable RejectReason scan(byte[] bytes, int start, int end, RawSample sample) {
    sample.headDialect = null;
    int at = ordinary(bytes, start, end);
    if (at < end && classes[bytes[at] & 0xff] >= MARK) {
      at = tags(bytes, at, end, sample);
    }
    if (at == end) {
      return RejectReason.NO_VALUE;
    }
    sample.headEnd = at;
    if (sample.headDialect == null) {
      sample.nameEnd = at;
    }
    return limits(sample);
  }

  /** The first byte from there on that may end the name, or the end. */
  private int ordinary(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && classes[bytes[i] & 0xff] == ORDINARY) {
      i++;
    }
    return i;
  }

  /** Notes the tags behind the mark; answers where the head ends. */
  private int tags(byte[] bytes, int mark, int end, RawSample sample) {
    TagDialect dialect = DIALECTS[classes[bytes[mark] & 0xff] - MARK];
    if (dialect == TagDialect.SIGNALFX) {
      return bracket(bytes, mark, end, sample);
    }
    int headEnd = ByteSearch.indexOf((byte) ':', bytes, mark + 1, end);
    note(sample, dialect, mark, headEnd);
    return headEnd;
  }

  private int bracket(byte[] bytes, int mark, int end, RawSample sample) {
    int barAt = ByteSearch.indexOf((byte) '|', bytes, mark, end);
    int close = ByteSearch.indexOf((byte) ']', bytes, mark, barAt);
    if (close < barAt) {
      note(sample, TagDialect.SIGNALFX, mark, close);
      return ByteSearch.indexOf((byte) ':', bytes, close + 1, end);
    }
    // Behind the colon there may be a closing bracket another time.
    sample.recallable = false;
    int next = ordinary(bytes, mark + 1, end);
    // Of the name, as are further ones.
    while (next < end && bytes[next] == '[') {
      next = ordinary(bytes, next + 1, end);
    }
    return next < end && classes[bytes[next] & 0xff] >= MARK
        ? tags(bytes, next, end, sample)
        : next;
  }

  private static void note(RawSample sample, TagDialect dialect, int mark, int tagsEnd) {
    sample.headDialect = dialect;
    sample.nameEnd = mark;
    sample.headTagsEnd = tagsEnd;
  }

  private static @Nullable RejectReason limits(RawSample sample) {
    int nameBytes = sample.nameBytes();
    if (nameBytes == 0) {
      return RejectReason.EMPTY_NAME;
    }
    if (nameBytes > DatagramParser.NAME_BYTES_MAX) {
      return RejectReason.NAME_TOO_LONG;
    }
    return sample.headDialect != null
            && sample.headTagsEnd - sample.nameEnd - 1 > DatagramParser.TAGS_BYTES_MAX
        ? RejectReason.TAGS_TOO_LONG
        : null;
  }
}
