package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sample as it stands in a datagram: a struct of positions, refilled by the parser for each
 * sample, so that reading one allocates nothing. Not thread-safe; valid only while its bytes are.
 *
 * <pre>
 * name,key=value:12.5|ms|#key:value
 * ^   ^         ^       ^ ^        ^
 * |   nameEnd   |       | |        tagsEnd
 * headStart     headEnd | tagsStart        (headTagsEnd is headEnd, but for brackets)
 * </pre>
 *
 * <p>All positions are indexes into {@link #bytes}, start inclusive, end exclusive.
 */
public final class RawSample {
  /** The datagram. */
  public byte[] bytes = new byte[0];

  /** What stands before the first value: the name and, in some dialects, tags. Begins the line. */
  public int headStart;

  public int headEnd;

  /** Where the name ends, or its first stretch, and a mark of the dialect stands. */
  public int nameEnd;

  /** In which dialect the head has tags; null if it has none. */
  public @Nullable TagDialect headDialect;

  /** Where they end; they start behind {@link #nameEnd}. Meaningless if there are none. */
  public int headTagsEnd;

  /** The tags of a field, without their mark, {@code k:v,k:v}; empty if there are none. */
  public int tagsStart;

  public int tagsEnd;

  public SampleType type = SampleType.COUNTER;

  /** The number; meaningless for a set. */
  public double value;

  /** Whether a gauge's value is a step from the one kept. */
  public boolean delta;

  /** A set's member. */
  public int memberStart;

  public int memberEnd;

  /** The end of the line, for whoever has to show it. */
  public int lineEnd;

  /** The line's first colon, which ends the head but for one between brackets. */
  public int colon;

  /** All that stands behind the values, from the first bar behind the colon on. */
  public int restStart;

  public int restEnd;

  /** Hash of what stands before {@link #colon} and of the rest. */
  public long lineHash;

  /**
   * Whether lines with the same bytes before the colon and behind the values say the same, so that
   * {@link SampleSink#recall} may know them.
   */
  public boolean recallable;

  /** The share of events that the app sent, above 0 and at most 1. */
  public double rate = 1;

  /** Whether type, head and tags are those of the sample handed on before this one. */
  public boolean again;

  /** Length of the name without tags. */
  public int nameBytes() {
    return nameEnd - headStart + headEnd - nameRestStart();
  }

  /** Where the name goes on behind tags in brackets; the head's end if it does not. */
  private int nameRestStart() {
    return headDialect == TagDialect.SIGNALFX ? headTagsEnd + 1 : headEnd;
  }

  /** Copies the name; answers where the copy ends. */
  int copyName(byte[] target) {
    int firstBytes = nameEnd - headStart;
    int rest = nameRestStart();
    System.arraycopy(bytes, headStart, target, 0, firstBytes);
    System.arraycopy(bytes, rest, target, firstBytes, headEnd - rest);
    return firstBytes + headEnd - rest;
  }

  /** The name. Allocates: for new series only. */
  public String name() {
    byte[] name = new byte[nameBytes()];
    copyName(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  /**
   * The tags in the order sent, those of the head first; a bare tag has an empty value. Allocates:
   * for new series only.
   */
  public List<Dimension> tags() {
    List<Dimension> tags = new ArrayList<>();
    TagCursor tag = new TagCursor();
    tag.reset(this);
    while (tag.next()) {
      tags.add(
          new Dimension(
              text(tag.keyStart(), tag.keyEnd()), text(tag.valueStart(), tag.valueEnd())));
    }
    return tags;
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
