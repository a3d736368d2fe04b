package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All that a parser found in a datagram, as text that a person can compare. */
final class Found {
  final List<String> samples = new ArrayList<>();
  final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  long lines;
  long events;
  long serviceChecks;
  long timestamps;
  long unknownFields;

  void rejected(RejectReason reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  /** What our parser finds in a stretch of bytes. */
  static Found by(byte[] bytes, int start, int length, Set<TagDialect> dialects) {
    Found found = new Found();
    return found.with(sample -> found.samples.add(text(sample)), bytes, start, length, dialects, 1);
  }

  /** What it finds in the same bytes twice, if lines are recalled. */
  static Found recalling(byte[] bytes, int start, int length, Set<TagDialect> dialects) {
    Found found = new Found();
    return found.with(new RecallingSink(found.samples), bytes, start, length, dialects, 2);
  }

  private Found with(
      SampleSink sink, byte[] bytes, int start, int length, Set<TagDialect> dialects, int times) {
    LedgerBook book = new LedgerBook();
    DatagramParser parser = new DatagramParser(sink, book, new ProtocolConfig(dialects, true));
    for (int i = 0; i < times; i++) {
      parser.parse(bytes, start, length);
    }
    rejected.putAll(book.snapshot().rejected());
    LineCounts counts = book.lineCounts();
    lines = counts.lines();
    events = counts.events();
    serviceChecks = counts.serviceChecks();
    timestamps = counts.timestamps();
    unknownFields = counts.unknownFields();
    return this;
  }

  /** A sample as the golden files write it. */
  static String text(RawSample sample) {
    return text(sample, sample.name(), sample.tags());
  }

  /** A sample whose name and tags are not in it, but known. */
  static String text(RawSample sample, String name, List<Dimension> tags) {
    StringBuilder text = new StringBuilder(sample.type.name().toLowerCase(Locale.ROOT));
    text.append(' ').append(name).append(' ');
    if (sample.type == SampleType.SET) {
      int length = sample.memberEnd - sample.memberStart;
      text.append("member=")
          .append(new String(sample.bytes, sample.memberStart, length, StandardCharsets.UTF_8));
    } else {
      text.append(sample.delta ? "step " : "").append(sample.value);
    }
    text.append(sample.rate == 1 ? "" : " @" + sample.rate);
    if (!tags.isEmpty()) {
      text.append(tags.stream().map(String::valueOf).collect(Collectors.joining(",", " #", "")));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return String.join("\n", samples)
        + ("\nrejected=" + rejected + " lines=" + lines + " events=" + events)
        + (" checks=" + serviceChecks + " timestamps=" + timestamps + " unknown=" + unknownFields);
  }
}
