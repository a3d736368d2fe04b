package io.sidestat.collector.protocol;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.config.ProtocolConfig;
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
    LedgerBook book = new LedgerBook();
    new DatagramParser(
            sample -> found.samples.add(text(sample)), book, new ProtocolConfig(dialects, true))
        .parse(bytes, start, length);
    found.rejected.putAll(book.snapshot().rejected());
    LineCounts counts = book.lineCounts();
    found.lines = counts.lines();
    found.events = counts.events();
    found.serviceChecks = counts.serviceChecks();
    found.timestamps = counts.timestamps();
    found.unknownFields = counts.unknownFields();
    return found;
  }

  /** A sample as the golden files write it. */
  static String text(RawSample sample) {
    StringBuilder text = new StringBuilder(sample.type.name().toLowerCase(Locale.ROOT));
    text.append(' ').append(sample.name()).append(' ');
    if (sample.type == SampleType.SET) {
      int length = sample.memberEnd - sample.memberStart;
      text.append("member=")
          .append(new String(sample.bytes, sample.memberStart, length, StandardCharsets.UTF_8));
    } else {
      text.append(sample.delta ? "step " : "").append(sample.value);
    }
    text.append(sample.rate == 1 ? "" : " @" + sample.rate);
    if (!sample.tags().isEmpty()) {
      text.append(
          sample.tags().stream().map(String::valueOf).collect(Collectors.joining(",", " #", "")));
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
