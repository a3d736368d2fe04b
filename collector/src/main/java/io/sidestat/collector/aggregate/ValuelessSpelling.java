package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.shape.Shaper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A sample's spelling without the values of its tags: {@code k:v,bare,k2:v2} becomes {@code
 * k:,bare,k2:}. A tag that repeats a default dimension keeps its value, as it does in an {@code
 * __other__} series. Never longer than the sample; keeps one buffer, as large as the largest
 * sample. For the owner thread.
 */
final class ValuelessSpelling {
  private final List<Dimension> defaultDimensions;
  private final byte[][] defaultTags;
  private final RawSample spelling = new RawSample();

  ValuelessSpelling(List<Dimension> defaultDimensions) {
    this.defaultDimensions = List.copyOf(defaultDimensions);
    this.defaultTags =
        defaultDimensions.stream()
            .map(one -> (one.name() + ":" + one.value()).getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /** Type, name and tags without values; overwritten by the next call. */
  RawSample of(RawSample sample) {
    int nameBytes = sample.nameEnd - sample.nameStart;
    int bytesMax = nameBytes + sample.tagsEnd - sample.tagsStart;
    if (spelling.bytes.length < bytesMax) {
      spelling.bytes = new byte[bytesMax];
    }
    System.arraycopy(sample.bytes, sample.nameStart, spelling.bytes, 0, nameBytes);
    spelling.type = sample.type;
    spelling.nameStart = 0;
    spelling.nameEnd = nameBytes;
    spelling.tagsStart = nameBytes;
    spelling.tagsEnd = copyTags(sample, nameBytes);
    return spelling;
  }

  private int copyTags(RawSample sample, int writeFrom) {
    byte[] bytes = sample.bytes;
    int written = writeFrom;
    int start = sample.tagsStart;
    while (start < sample.tagsEnd) {
      int colon = -1;
      int end = start;
      while (end < sample.tagsEnd && bytes[end] != ',') {
        if (colon < 0 && bytes[end] == ':') {
          colon = end;
        }
        end++;
      }
      boolean whole = colon < 0 || isDefault(bytes, start, end);
      int kept = (whole ? end : colon + 1) - start;
      System.arraycopy(bytes, start, spelling.bytes, written, kept);
      written += kept;
      if (end < sample.tagsEnd) {
        spelling.bytes[written++] = ',';
      }
      start = end + 1;
    }
    return written;
  }

  private boolean isDefault(byte[] bytes, int start, int end) {
    for (byte[] tag : defaultTags) {
      if (Arrays.equals(tag, 0, tag.length, bytes, start, end)) {
        return true;
      }
    }
    return false;
  }

  /** The sample's tags, each value replaced. Allocates: for new spellings only. */
  List<Dimension> tags(RawSample sample) {
    return sample.tags().stream()
        .map(tag -> defaultDimensions.contains(tag) ? tag : new Dimension(tag.name(), Shaper.OTHER))
        .toList();
  }
}
