package io.sidestat.client;

/**
 * Reports a level, of which the last value counts: {@code name:42|g}. Made by {@link
 * SidestatClient#gauge}. Immutable and thread-safe; no method blocks or throws.
 *
 * <p>Samples of all gauges of a client are sent in the order of the calls. Values that are NaN or
 * infinite are dropped as {@link DropReason#INVALID}.
 */
public final class Gauge {

  private final Intake intake;
  private final Series plain;
  private final Series negative;
  private final Series raise;

  Gauge(Intake intake, Series series) {
    this.intake = intake;
    plain = series;
    negative = series.fromZero();
    raise = series.raising();
  }

  /**
   * Sets the level. A negative one takes two lines, {@code name:0|g} before it, because a sign
   * makes a value a change; both are in one datagram.
   *
   * @param value the level, in the metric's unit
   */
  public void set(long value) {
    intake.add(value < 0 ? negative : plain, value);
  }

  /**
   * Sets the level, as {@link #set(long)} does.
   *
   * @param value the level, in the metric's unit
   */
  public void set(double value) {
    intake.add(value < 0 ? negative : plain, value);
  }

  /**
   * Changes the level by a difference: {@code name:+4|g}.
   *
   * @param delta the difference, in the metric's unit
   */
  public void adjust(long delta) {
    intake.add(delta < 0 ? plain : raise, delta);
  }

  /**
   * Changes the level by a difference: {@code name:-4.5|g}.
   *
   * @param delta the difference, in the metric's unit
   */
  public void adjust(double delta) {
    intake.add(delta < 0 ? plain : raise, delta);
  }
}
