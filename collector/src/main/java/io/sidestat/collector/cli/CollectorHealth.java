package io.sidestat.collector.cli;

import io.sidestat.collector.listen.ReceiveLoop;
import io.sidestat.collector.publish.Publisher;
import java.time.Duration;
import java.util.Optional;

/** Whether the collector's threads do their work. Thread-safe. */
record CollectorHealth(
    ReceiveLoop loop, IntervalPacker packer, IntervalWriter writer, Optional<Publisher> publisher) {
  /** An owner thread that takes longer for a task of nothing is taken to hang. */
  static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /** Why the collector is not well; empty if it is. */
  Optional<String> problem() {
    Optional<String> ended = threadEnded();
    return ended.isEmpty() && writer.failing()
        ? Optional.of("the journal cannot be written")
        : ended;
  }

  /**
   * Which thread does not do its work, so that only a restart would help; empty if all do. That the
   * journal cannot be written is none: what waits in memory would be lost. Waits for the owner
   * thread, 5 s at most.
   */
  Optional<String> threadProblem() throws InterruptedException {
    Optional<String> ended = threadEnded();
    return ended.isEmpty() && !loop.answers(ANSWER_MAX)
        ? Optional.of(
            "the receive thread does not answer within %d s".formatted(ANSWER_MAX.toSeconds()))
        : ended;
  }

  private Optional<String> threadEnded() {
    if (!packer.alive()) {
      return Optional.of("the thread that packs intervals has ended");
    }
    if (!writer.alive()) {
      return Optional.of("the journal's thread has ended");
    }
    return publisher.isPresent() && !publisher.get().alive()
        ? Optional.of("the publisher's thread has ended")
        : Optional.empty();
  }
}
