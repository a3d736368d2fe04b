package io.sidestat.client;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Records how long things take: {@code name:12.345678|ms}, exact to the nanosecond. Made by {@link
 * SidestatClient#timer}. Immutable and thread-safe; no method blocks, and none throws but what
 * timed code throws.
 *
 * <p>Times are not negative: a negative one, which CloudWatch would answer by refusing percentiles
 * for the metric, is dropped as {@link DropReason#INVALID}.
 */
public final class Timer {

  private static final String EXPECTED = "a time of 0 or more, up to 292 years";
  private static final int DECIMALS_OF_NANOS = 6;

  private final Intake intake;
  private final Series series;
  private final Series unsampled;
  private final Sampler sampler;

  Timer(Intake intake, Series series) {
    this(intake, series, series, Sampler.ALL);
  }

  private Timer(Intake intake, Series series, Series unsampled, Sampler sampler) {
    this.intake = intake;
    this.series = series;
    this.unsampled = unsampled;
    this.sampler = sampler;
  }

  /**
   * A timer of the same metric that sends only a share of the times, chosen at random, and says so
   * on the wire, so that the collector counts each for as many as it stands for: {@code
   * name:12.5|ms|@0.1}. Those not chosen are in no count of {@link SidestatClient#stats}.
   *
   * @param rate above 0 to 1, such as 0.1; any other is told to the error handler and not used
   * @return a timer; this one stays as it is
   */
  public Timer sampleRate(double rate) {
    Series sampled = intake.sampledAt(unsampled, rate);
    return sampled == null
        ? new Timer(intake, unsampled)
        : new Timer(intake, sampled, unsampled, Sampler.of(rate));
  }

  /**
   * Records a time.
   *
   * @param time 0 or more, up to 292 years; others and null are dropped
   */
  public void record(Duration time) {
    if (time == null) {
      intake.refuse(series, EXPECTED, null);
      return;
    }
    long nanos;
    try {
      nanos = time.toNanos();
    } catch (ArithmeticException e) {
      intake.refuse(series, EXPECTED, time);
      return;
    }
    recordNanos(nanos);
  }

  /**
   * Records a time in nanoseconds.
   *
   * @param nanos 0 or more
   */
  public void recordNanos(long nanos) {
    if (nanos < 0) {
      intake.refuse(series, EXPECTED, nanos);
    } else if (sampler.keeps()) {
      intake.add(series, nanos, DECIMALS_OF_NANOS);
    }
  }

  /**
   * Records a time in milliseconds.
   *
   * @param millis 0 or more, finite; sent with all its digits if those after the point are six at
   *     most, and else to nine significant digits or to 1e-15, whichever is less
   */
  public void recordMillis(double millis) {
    if (millis < 0) {
      intake.refuse(series, EXPECTED, millis);
    } else if (sampler.keeps()) {
      intake.addMillis(series, millis);
    }
  }

  /**
   * Starts to measure; closing what this returns records the time.
   *
   * @return a running measurement, for a try-with-resources statement
   */
  public Span start() {
    return new Span(this, System.nanoTime());
  }

  /**
   * Runs a task and records how long it took, also if it throws.
   *
   * @param task the code to time
   * @param <T> what it returns
   * @return what the task returned
   * @throws Exception what the task threw
   */
  public <T> T time(Callable<T> task) throws Exception {
    long startNanos = System.nanoTime();
    try {
      return task.call();
    } finally {
      recordSince(startNanos);
    }
  }

  /**
   * Runs a task and records how long it took, also if it throws.
   *
   * @param task the code to time
   */
  public void time(Runnable task) {
    long startNanos = System.nanoTime();
    try {
      task.run();
    } finally {
      recordSince(startNanos);
    }
  }

  /**
   * A timer of the same metric that puts several times into one line: {@code name:1.5:2:1.25|ms}.
   * Name and tags are then sent once for many times, which is for the timers that are recorded
   * most: up to 64 of a client fill datagrams of their own, so that nothing comes between; more
   * still share lines where nothing does. The collector reads it, and so do servers of DogStatsD's
   * protocol from 1.1 on; others take such a line to be broken.
   *
   * @return a timer, to be kept: lines are shared by what one instrument records; this one stays as
   *     it is
   */
  public Timer packed() {
    Lane lane = intake.ownLane();
    Series packed = series.packed(lane);
    return new Timer(intake, packed, unsampled.packed(lane), sampler);
  }

  private void recordSince(long startNanos) {
    recordNanos(System.nanoTime() - startNanos);
  }

  /** A running measurement. Not thread-safe; may be closed on another thread than it began on. */
  public static final class Span implements AutoCloseable {

    private final Timer timer;
    private final long startNanos;
    private boolean closed;

    private Span(Timer timer, long startNanos) {
      this.timer = timer;
      this.startNanos = startNanos;
    }

    /** Records the time since the start; once, however often it is called. Throws nothing. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        timer.recordSince(startNanos);
      }
    }
  }
}
