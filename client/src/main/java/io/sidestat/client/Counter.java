package io.sidestat.client;

/**
 * Counts events: {@code name:1|c}. Made by {@link SidestatClient#counter}. Immutable and
 * thread-safe; no method blocks or throws.
 */
public final class Counter {

  private final Intake intake;
  private final Series series;

  Counter(Intake intake, Series series) {
    this.intake = intake;
    this.series = series;
  }

  /** Counts one event. */
  public void increment() {
    intake.add(series, 1);
  }

  /**
   * Counts several events.
   *
   * @param delta how many; a negative number takes events back
   */
  public void add(long delta) {
    intake.add(series, delta);
  }

  /**
   * Adds an amount.
   *
   * @param delta how much; a negative amount is taken away; NaN and infinities are dropped as
   *     {@link DropReason#INVALID}
   */
  public void add(double delta) {
    intake.add(series, delta);
  }
}
