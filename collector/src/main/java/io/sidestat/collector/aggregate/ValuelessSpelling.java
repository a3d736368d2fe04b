package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.shape.Shaper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A sample's spelling without the values of its tags, alike in all dialects: the name, and behind
 * it each tag as its key, a line feed, what is kept of its value, and another line feed, since no
 * line has one in it. A tag that says a default dimension's default keeps its value, as it does in
 * an {@code __other__} series. Keeps one buffer, as large as the largest sample needs. For the
 * owner thread.
 */
final class ValuelessSpelling {
  private static final byte END = '\n';

  private final Set<Dimension> defaultTags;
  private final byte[][] defaultNames;
  private final byte[][] defaultValues;
  private final RawSample spelling = new RawSample();
  private final TagCursor tag = new TagCursor();

  ValuelessSpelling(Set<Dimension> defaultTags) {
    List<Dimension> inOrder = List.copyOf(defaultTags);
    this.defaultTags = Set.copyOf(defaultTags);
    this.defaultNames = bytes(inOrder.stream().map(Dimension::name).toList());
    this.defaultValues = bytes(inOrder.stream().map(Dimension::value).toList());
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  /** Type, name and tags without values; overwritten by the next call. */
  RawSample of(RawSample sample) {
    // A tag of one byte takes three: itself and two ends.
    int bytesMax = 3 * (sample.headEnd - sample.headStart + sample.tagsEnd - sample.tagsStart);
    if (spelling.bytes.length < bytesMax) {
      spelling.bytes = new byte[bytesMax];
    }
    spelling.type = sample.type;
    spelling.headStart = 0;
    spelling.headEnd = sample.copyName(spelling.bytes);
    spelling.tagsStart = spelling.headEnd;
    spelling.tagsEnd = copyTags(sample, spelling.headEnd);
    return spelling;
  }

  private int copyTags(RawSample sample, int writeFrom) {
    int written = writeFrom;
    tag.reset(sample);
    while (tag.next()) {
      written = copy(sample.bytes, tag.keyStart(), tag.keyEnd(), written);
      boolean kept = isDefault(sample.bytes);
      written =
          copy(sample.bytes, tag.valueStart(), kept ? tag.valueEnd() : tag.valueStart(), written);
    }
    return written;
  }

  private int copy(byte[] from, int start, int end, int writeFrom) {
    System.arraycopy(from, start, spelling.bytes, writeFrom, end - start);
    int written = writeFrom + end - start;
    spelling.bytes[written] = END;
    return written + 1;
  }

  private boolean isDefault(byte[] bytes) {
    for (int i = 0; i < defaultNames.length; i++) {
      if (matches(defaultNames[i], bytes, tag.keyStart(), tag.keyEnd())
          && matches(defaultValues[i], bytes, tag.valueStart(), tag.valueEnd())) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] wanted, byte[] bytes, int start, int end) {
    return Arrays.equals(wanted, 0, wanted.length, bytes, start, end);
  }

  /** The sample's tags, each value replaced. Allocates: for new spellings only. */
  List<Dimension> tags(RawSample sample) {
    return sample.tags().stream()
        .map(tag -> defaultTags.contains(tag) ? tag : new Dimension(tag.name(), Shaper.OTHER))
        .toList();
  }
}
