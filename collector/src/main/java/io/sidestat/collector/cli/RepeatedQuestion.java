package io.sidestat.collector.cli;

import io.sidestat.collector.query.MetricReadException;
import io.sidestat.collector.slo.Result;
import io.sidestat.collector.slo.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Asks again until there is a verdict on every objective, or the time given is over. */
final class RepeatedQuestion {
  /** Asks once, as of now. */
  interface Question {
    List<Result> ask(Instant now) throws MetricReadException;
  }

  /** Lets time pass. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final Duration wait;
  private final Duration every;
  private final InstantSource clock;
  private final Pause pause;
  private final PrintWriter err;

  RepeatedQuestion(
      Duration wait, Duration every, InstantSource clock, Pause pause, PrintWriter err) {
    this.wait = wait;
    this.every = every;
    this.clock = clock;
    this.pause = pause;
    this.err = err;
  }

  /**
   * The answer, at the latest when the time is over.
   *
   * @param notBefore nothing is asked before, but for lack of time
   */
  List<Result> until(Instant notBefore, Question question)
      throws MetricReadException, InterruptedException {
    Instant deadline = clock.instant().plus(wait);
    pauseUntil(notBefore.isBefore(deadline) ? notBefore : deadline);
    boolean said = false;
    while (true) {
      Instant now = clock.instant();
      String open;
      try {
        List<Result> results = question.ask(now);
        long unsettled = results.stream().filter(RepeatedQuestion::isOpen).count();
        if (unsettled == 0 || isOver(deadline)) {
          return results;
        }
        open = unsettled + " of " + results.size() + " objectives cannot be judged yet";
      } catch (MetricReadException e) {
        if (!e.passing() || isOver(deadline)) {
          throw e;
        }
        open = String.valueOf(e.getMessage());
      }
      if (!said) {
        said = true;
        err.println(
            "waiting until " + deadline.truncatedTo(ChronoUnit.SECONDS) + " at most: " + open);
        err.flush();
      }
      Instant next = clock.instant().plus(every);
      pauseUntil(next.isBefore(deadline) ? next : deadline);
    }
  }

  /** Asking takes time too: up to a minute where nobody answers. */
  private boolean isOver(Instant deadline) {
    return !clock.instant().isBefore(deadline);
  }

  private void pauseUntil(Instant then) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), then);
    if (!left.isNegative() && !left.isZero()) {
      pause.of(left);
    }
  }

  private static boolean isOpen(Result result) {
    return result.verdict() == Verdict.NO_DATA || result.verdict() == Verdict.NOT_ENOUGH;
  }
}
