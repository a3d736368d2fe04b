package io.sidestat.collector.journal;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Offender;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed interval and the requests that tell CloudWatch of it, in the form in which they go into
 * the journal: while they wait for the disk they take as many bytes as there. Immutable.
 *
 * @param run identifies the run of the collector
 * @param sequence of the fragment within the run
 * @param history what each original series held
 * @param requests roll-ups included
 * @param state of the new requests: {@link OutboxState#READY} or {@link OutboxState#LOCAL}
 * @param notBeforeEpochMillis when the requests are due; a minute ahead at most
 * @param offenders the dimensions with the most values, most first, in place of those known
 */
public record PackedInterval(
    String run,
    long sequence,
    Interval interval,
    Ledger ledger,
    List<Held> history,
    List<Request> requests,
    OutboxState state,
    long notBeforeEpochMillis,
    List<Offender> offenders) {
  /** What a row takes in memory besides its bytes, roughly: objects, references, lists. */
  private static final int ROW_BYTES = 100;

  public PackedInterval {
    history = List.copyOf(history);
    requests = List.copyOf(requests);
    offenders = List.copyOf(offenders);
  }

  /** What an original series held. */
  record Held(MetricId id, byte[] value) {}

  /** A packed request. */
  record Request(int datums, long samples, byte[] body) {
    static Request of(DatumBatch batch) {
      return new Request(batch.datums().size(), batch.samples(), Codec.encode(batch));
    }
  }

  /** Encodes what is to be written: milliseconds for thousands of series. */
  public static PackedInterval of(
      Fragment fragment,
      List<DatumBatch> batches,
      OutboxState state,
      long notBeforeEpochMillis,
      List<Offender> offenders) {
    List<Held> history = new ArrayList<>(fragment.series().size());
    for (ClosedSeries series : fragment.series()) {
      history.add(new Held(series.id(), Codec.encode(series.value())));
    }
    return new PackedInterval(
        fragment.run(),
        fragment.sequence(),
        fragment.interval(),
        fragment.ledger(),
        history,
        batches.stream().map(Request::of).toList(),
        state,
        notBeforeEpochMillis,
        offenders);
  }

  /** What it takes in memory, roughly. */
  public long bytes() {
    return history.stream().mapToLong(held -> held.value().length + ROW_BYTES).sum()
        + requests.stream().mapToLong(request -> request.body().length + ROW_BYTES).sum();
  }
}
