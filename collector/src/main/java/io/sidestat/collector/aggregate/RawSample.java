package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.SampleType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One sample as it stands in a datagram: a struct of positions, refilled by the parser for each
 * sample, so that reading one allocates nothing. Not thread-safe; valid only while its bytes are.
 *
 * <p>All positions are indexes into {@link #bytes}, start inclusive, end exclusive.
 */
public final class RawSample {
  /** The datagram. */
  public byte[] bytes = new byte[0];

  public int nameStart;
  public int nameEnd;

  /** The tags without their mark, {@code k:v,k:v}; empty if there are none. */
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

  /** The share of events that the app sent, above 0 and at most 1. */
  public double rate = 1;

  /** The name. Allocates: for new series only. */
  public String name() {
    return new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
  }

  /** The tags in the order sent; a bare tag has an empty value. Allocates: for new series only. */
  public List<Dimension> tags() {
    List<Dimension> tags = new ArrayList<>();
    int start = tagsStart;
    while (start < tagsEnd) {
      int end = start;
      int colon = -1;
      while (end < tagsEnd && bytes[end] != ',') {
        if (colon < 0 && bytes[end] == ':') {
          colon = end;
        }
        end++;
      }
      if (end > start) {
        tags.add(
            colon < 0
                ? new Dimension(text(start, end), "")
                : new Dimension(text(start, colon), text(colon + 1, end)));
      }
      start = end + 1;
    }
    return tags;
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
