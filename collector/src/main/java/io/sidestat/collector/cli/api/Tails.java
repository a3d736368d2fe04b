package io.sidestat.collector.cli.api;

import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.shape.GlobMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The tails there are, at most {@link SampleTap#TAILS_MAX}. Thread-safe; nothing locks, since the
 * owner thread asks too.
 */
final class Tails {
  private final LongSupplier nanos;
  private final AtomicReference<List<Tail>> all = new AtomicReference<>(List.of());

  /**
   * None yet.
   *
   * @param nanos a monotonic clock, as {@link System#nanoTime}
   */
  Tails(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Adds one; empty if there are too many. */
  Optional<Tail> begin(GlobMatcher glob) {
    Tail tail = new Tail(UUID.randomUUID().toString(), glob, nanos.getAsLong());
    List<Tail> now = all.updateAndGet(before -> with(before, tail));
    return now.contains(tail) ? Optional.of(tail) : Optional.empty();
  }

  private List<Tail> with(List<Tail> before, Tail tail) {
    List<Tail> after = new ArrayList<>(stillThere(before));
    if (after.size() < SampleTap.TAILS_MAX) {
      after.add(tail);
    }
    return List.copyOf(after);
  }

  private List<Tail> stillThere(List<Tail> before) {
    long now = nanos.getAsLong();
    return before.stream().filter(tail -> !tail.isGone(now)).toList();
  }

  /** The one of that id; empty if it ended or was forgotten. */
  Optional<Tail> find(String id) {
    return all.get().stream().filter(tail -> tail.id().equals(id)).findFirst();
  }

  /** Takes what waits for it. */
  SampleTap.Taken look(Tail tail) {
    return tail.look(nanos.getAsLong());
  }

  void end(Tail tail) {
    all.updateAndGet(before -> before.stream().filter(one -> one != tail).toList());
  }

  /** Forgets those who have not looked for too long, and answers the others. */
  List<Tail> forgetGone() {
    return all.updateAndGet(this::stillThere);
  }
}
