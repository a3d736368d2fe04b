package io.sidestat.client;

/**
 * Counts events: {@code name:1|c}. Made by {@link SidestatClient#counter}. Immutable and
 * thread-safe; no method blocks or throws.
 */
public final class Counter {

  private final Intake intake;
  private final Series series;
  private final Series unsampled;
  private final Sampler sampler;

  Counter(Intake intake, Series series) {
    this(intake, series, series, Sampler.ALL);
  }

  private Counter(Intake intake, Series series, Series unsampled, Sampler sampler) {
    this.intake = intake;
    this.series = series;
    this.unsampled = unsampled;
    this.sampler = sampler;
  }

  /**
   * A counter of the same metric that sends only a share of the calls, chosen at random, and says
   * so on the wire: {@code name:1|c|@0.1}. Those not chosen are in no count of {@link
   * SidestatClient#stats}.
   *
   * @param rate above 0 to 1, such as 0.1; any other is told to the error handler and not used
   * @return a counter; this one stays as it is
   */
  public Counter sampleRate(double rate) {
    Series sampled = intake.sampledAt(unsampled, rate);
    return sampled == null
        ? new Counter(intake, unsampled)
        : new Counter(intake, sampled, unsampled, Sampler.of(rate));
  }

  /** Counts one event. */
  public void increment() {
    if (sampler.keeps()) {
      intake.add(series, 1);
    }
  }

  /**
   * Counts several events.
   *
   * @param delta how many; a negative number takes events back
   */
  public void add(long delta) {
    if (sampler.keeps()) {
      intake.add(series, delta);
    }
  }

  /**
   * Adds an amount.
   *
   * @param delta how much; a negative amount is taken away; NaN and infinities are dropped as
   *     {@link DropReason#INVALID}
   */
  public void add(double delta) {
    if (sampler.keeps()) {
      intake.add(series, delta);
    }
  }
}
