package io.sidestat.collector.listen;

import io.sidestat.collector.cloudwatch.Await;
import java.util.function.ToLongFunction;

/**
 * Looks at a figure of the first listener each time that the owner thread comes round to its tasks,
 * until it has reached its end: how much of it is done in one turn.
 */
final class Turns {
  private final Listening listening;
  private final ToLongFunction<ListenerStatus> figure;
  private final long end;

  // Of the owner thread, until it is done.
  private long seen;
  private long longest;
  private volatile boolean done;

  Turns(Listening listening, ToLongFunction<ListenerStatus> figure, long end) {
    this.listening = listening;
    this.figure = figure;
    this.end = end;
  }

  void watch() {
    listening.loop.schedule(this::look, 0);
  }

  private void look() {
    long now = figure.applyAsLong(listening.listeners().statusesNow().get(0));
    longest = Math.max(longest, now - seen);
    seen = now;
    if (now < end) {
      listening.loop.schedule(this::look, 0);
    } else {
      done = true;
    }
  }

  /** The most that was done in one turn, once all is. */
  long longest() {
    Await.until("all is done", () -> done);
    return longest;
  }
}
