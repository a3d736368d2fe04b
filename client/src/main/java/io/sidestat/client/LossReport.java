package io.sidestat.client;

import java.util.EnumMap;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sends how many samples were lost in this client, by reason, as counters of their own: {@code
 * Sidestat/ClientSamplesLost:12|c|#Reason:no_room}. So the collector can show what never reached
 * it. Thread-safe.
 *
 * <p>Each loss is told once, at most every {@value #PAUSE_SECONDS} seconds, together with the
 * samples of the application; what is lost while the client closes is not told any more.
 */
final class LossReport {

  static final String METRIC = "Sidestat/ClientSamplesLost";
  static final int PAUSE_SECONDS = 10;

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);

  private final Intake intake;
  private final Ledger ledger;
  private final LineFormat format;
  private final EnumMap<DropReason, Long> told = new EnumMap<>(DropReason.class);
  private final boolean wanted;
  private long dueNanos = System.nanoTime();

  /**
   * A report on what that ledger counts.
   *
   * @param wanted false: nothing is ever told
   */
  LossReport(Intake intake, Ledger ledger, LineFormat format, boolean wanted) {
    this.wanted = wanted;
    this.intake = intake;
    this.ledger = ledger;
    this.format = format;
  }

  /** Tells what is new, unless it was told something just now. */
  synchronized void tellWhenDue() {
    long now = System.nanoTime();
    if (now - dueNanos >= 0 && tell()) {
      dueNanos = now + PAUSE_NANOS;
    }
  }

  /** Tells what is new; whether anything was. */
  synchronized boolean tell() {
    boolean any = false;
    if (!wanted) {
      return false;
    }
    for (DropReason reason : DropReason.values()) {
      long lost = ledger.dropped(reason);
      long untold = lost - told.getOrDefault(reason, 0L);
      if (untold > 0) {
        Series series =
            format.own(
                MetricType.COUNTER, METRIC, "Reason", reason.name().toLowerCase(Locale.ROOT));
        if (intake.add(series, untold)) {
          any = true;
          told.put(reason, lost);
        }
      }
    }
    return any;
  }
}
