package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.SequenceFigures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open interval's {@link Ledger}, and since the start what lines were made of and which were
 * rejected last. Written by the owner thread alone; samples are counted as received where they are
 * found and once more where they end, so that the two sides can be held against each other.
 */
public final class LedgerBook {
  /** How much of a mended name's line is kept. */
  private static final int EXAMPLE_BYTES_MAX = RejectedLines.LINE_BYTES_MAX;

  private static final RejectReason[] REASONS = RejectReason.values();
  private static final SampleType[] TYPES = SampleType.values();

  private long datagrams;
  private long received;
  private long aggregated;
  private long folded;
  private long skipped;
  private long refused;
  private long mended;
  private long mendedEver;
  private final byte[] mendedExample = new byte[EXAMPLE_BYTES_MAX];
  private int mendedExampleBytes;
  private final long[] rejected = new long[REASONS.length];
  private final RejectedLines rejectedLines = new RejectedLines();

  // Since the start.
  private long lines;
  private long events;
  private long serviceChecks;
  private long timestamps;
  private long unknownFields;
  private final long[] samples = new long[TYPES.length];
  private final ClientSequences sequences = new ClientSequences();

  /** Null while nobody watches. */
  private @Nullable SampleTap tap;

  /** A datagram came. */
  public void datagram() {
    datagrams++;
  }

  /** A line came, in a datagram or otherwise. */
  public void line() {
    lines++;
  }

  /** How many lines have come: the number of the last of them. */
  long lines() {
    return lines;
  }

  /** From now on that tap is told of rejected lines; none if it is null. */
  void tap(@Nullable SampleTap next) {
    tap = next;
  }

  /** The line is an event. */
  public void event() {
    events++;
  }

  /** The line is a service check. */
  public void serviceCheck() {
    serviceChecks++;
  }

  /** The line numbers the samples of its datagram, see {@link ClientSequences#take}. */
  public void sequence(long client, long first, long samplesInIt) {
    sequences.take(client, first, samplesInIt);
  }

  /** A sample says when it was taken, which we do not use. */
  public void timestamp() {
    timestamps++;
  }

  /** A field was passed over, since we do not know what it is. */
  public void unknownField() {
    unknownFields++;
  }

  /** A sample was found in a line, good or bad. */
  public void received() {
    received++;
  }

  /** The sample is well-formed. */
  public void sample(SampleType type) {
    samples[type.ordinal()]++;
  }

  /** The sample is in a series. */
  void aggregated() {
    aggregated++;
  }

  /** The sample is in the series that stands for those past the limit. */
  void folded() {
    folded++;
  }

  /** A mapping rule leaves the sample out. */
  void skipped() {
    skipped++;
  }

  /** The sample's name is one too many. */
  void refused() {
    refused++;
  }

  /** A new name has to be other than it was sent; the start of its line is kept as an example. */
  void mended(RawSample sample) {
    mended++;
    mendedEver++;
    mendedExampleBytes = Math.min(sample.lineEnd - sample.headStart, EXAMPLE_BYTES_MAX);
    System.arraycopy(sample.bytes, sample.headStart, mendedExample, 0, mendedExampleBytes);
  }

  /** Names mended in the open interval. */
  MendedNames mendedNames() {
    return new MendedNames(mended, mendedExample());
  }

  /** Names mended since the start. */
  public MendedNames mendedNamesEver() {
    return new MendedNames(mendedEver, mendedExample());
  }

  private String mendedExample() {
    return new String(mendedExample, 0, mendedExampleBytes, StandardCharsets.UTF_8);
  }

  /** The sample is not aggregated; the start of its line is kept. */
  public void rejected(RejectReason reason, byte[] bytes, int lineStart, int lineEnd) {
    rejected[reason.ordinal()]++;
    rejectedLines.add(reason, bytes, lineStart, lineEnd);
    SampleTap current = tap;
    if (current != null) {
      current.rejected(reason, bytes, lineStart, lineEnd, lines);
    }
  }

  /** The figures so far. */
  public Ledger snapshot() {
    Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      if (rejected[reason.ordinal()] > 0) {
        byReason.put(reason, rejected[reason.ordinal()]);
      }
    }
    return new Ledger(datagrams, received, aggregated, folded, skipped, refused, byReason);
  }

  /** For each reason of the open interval, the start of the last line: untrusted, not escaped. */
  public Map<RejectReason, String> examples() {
    Map<RejectReason, String> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      if (rejected[reason.ordinal()] > 0) {
        byReason.put(reason, rejectedLines.of(reason).get(0));
      }
    }
    return byReason;
  }

  /**
   * For each reason since the start, the starts of the last lines, the newest first: untrusted, not
   * escaped.
   */
  public Map<RejectReason, List<String>> lastRejected() {
    Map<RejectReason, List<String>> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      List<String> last = rejectedLines.of(reason);
      if (!last.isEmpty()) {
        byReason.put(reason, last);
      }
    }
    return byReason;
  }

  /** What was found in lines since the start. */
  public LineCounts lineCounts() {
    Map<SampleType, Long> byType = new EnumMap<>(SampleType.class);
    for (SampleType type : TYPES) {
      if (samples[type.ordinal()] > 0) {
        byType.put(type, samples[type.ordinal()]);
      }
    }
    return new LineCounts(lines, events, serviceChecks, timestamps, unknownFields, byType);
  }

  /** What the lines that number samples told since the start. */
  public SequenceFigures sequences() {
    return sequences.figures();
  }

  /** Starts the interval's figures over, for the next one. */
  void clear() {
    datagrams = 0;
    received = 0;
    aggregated = 0;
    folded = 0;
    skipped = 0;
    refused = 0;
    mended = 0;
    Arrays.fill(rejected, 0);
  }
}
