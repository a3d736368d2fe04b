package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line that a {@link SampleTap} took, and what became of it; of a line with several samples, of
 * the first that was wanted. Immutable, if nobody writes to its bytes.
 *
 * @param epochMillis when it came
 * @param bytes as sent, without its end: at most {@link SampleTap#LINE_BYTES_MAX}
 * @param cut whether the line was longer
 * @param metric that the sample is in; null unless it was aggregated or folded
 * @param reason why it is in none; null unless it was rejected
 */
public record TappedLine(
    long epochMillis,
    byte[] bytes,
    boolean cut,
    Outcome outcome,
    @Nullable MetricId metric,
    @Nullable RejectReason reason) {

  /** What becomes of samples: the terms of the ledger. */
  public enum Outcome {
    /** In a series of its own name and tags. */
    AGGREGATED,
    /** In a series that stands for those past the limit. */
    FOLDED,
    /** Left out by a mapping rule. */
    SKIPPED,
    /** There is not even room for a series that stands for others. */
    REFUSED,
    /** Malformed. */
    REJECTED
  }

  /** The line: untrusted, not escaped; bytes that are no UTF-8 are replaced. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
