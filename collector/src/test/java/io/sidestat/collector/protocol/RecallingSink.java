package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.SampleType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes samples down as text, and recalls every line that may be recalled. */
final class RecallingSink implements SampleSink {
  private final List<String> samples;
  private final Map<String, Known> lines = new HashMap<>();
  private @Nullable Known last;
  private int recalled;

  private record Known(SampleType type, double rate, String name, List<Dimension> tags) {}

  RecallingSink(List<String> samples) {
    this.samples = samples;
  }

  /** How many lines were recalled. */
  int recalled() {
    return recalled;
  }

  @Override
  public void accept(RawSample sample) {
    Known known = sample.again ? last : null;
    if (known == null) {
      known = new Known(sample.type, sample.rate, sample.name(), sample.tags());
      last = known;
    }
    if (sample.recallable) {
      lines.put(key(sample), known);
    }
    samples.add(Found.text(sample, known.name(), known.tags()));
  }

  @Override
  public boolean recall(RawSample sample) {
    Known known = lines.get(key(sample));
    if (known == null) {
      return false;
    }
    recalled++;
    sample.type = known.type();
    sample.rate = known.rate();
    last = known;
    return true;
  }

  private static String key(RawSample sample) {
    // No line has a line feed in it.
    return text(sample, sample.headStart, sample.colon)
        + '\n'
        + text(sample, sample.restStart, sample.restEnd)
        + '\n'
        + sample.lineHash;
  }

  private static String text(RawSample sample, int start, int end) {
    return new String(sample.bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
