package io.sidestat.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is advanced. */
final class MutableClock implements InstantSource {
  private volatile Instant now;

  MutableClock(Instant start) {
    now = start;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
