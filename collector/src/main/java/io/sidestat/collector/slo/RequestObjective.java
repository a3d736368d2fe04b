package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import java.time.Duration;

/**
 * An objective as Application Signals keeps them: so many of the requests are good, over a rolling
 * window. One about a percentile becomes the share of requests that it is the same as, since the
 * other kind, a share of periods, would need a second number that nobody has promised. Immutable.
 *
 * @param name 2 to 128 letters, digits, spaces, and {@code - . _}, ends with letters or digits
 * @param total how many requests count
 * @param counted how many of them are good, or bad
 * @param countedAreGood which of the two
 * @param target how many percent are to be good
 */
record RequestObjective(
    String name,
    String logicalId,
    String description,
    Calculation total,
    Calculation counted,
    boolean countedAreGood,
    double target,
    Duration window) {
  /** CreateServiceLevelObjective, API reference, read 2026-11-26. */
  private static final int NAME_CHARS_MAX = 128;

  private static final int PERIOD_SECONDS = 60;

  static RequestObjective of(Promise promise, AlarmNames names) {
    AlarmName unique = names.next(promise.name(), ": objective");
    SloObjective objective = promise.objective();
    if (objective instanceof Availability availability) {
      return new RequestObjective(
          fitting(promise.name(), unique.text()),
          unique.logicalId(),
          promise.heading(),
          BurnRate.total(promise, availability, PERIOD_SECONDS),
          BurnRate.bad(promise, availability, PERIOD_SECONDS),
          false,
          availability.target(),
          availability.window());
    }
    LatencyShare share =
        objective instanceof LatencyPercentile percentile
            ? BurnRate.share(percentile)
            : (LatencyShare) objective;
    return new RequestObjective(
        fitting(promise.name(), unique.text()),
        unique.logicalId(),
        promise.heading(),
        BurnRate.measured(promise, PERIOD_SECONDS),
        BurnRate.fastEnough(promise, share, PERIOD_SECONDS),
        true,
        share.target(),
        share.window());
  }

  /** The name of few signs and characters that is left, and a hash of the whole. */
  private static String fitting(String name, String unique) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed = AlarmNames.isLetterOrDigit(c) || "-. ".indexOf(c) >= 0;
      text.append(allowed ? c : '_');
    }
    String hash = AlarmNames.hash(unique);
    int room = NAME_CHARS_MAX - hash.length() - 1;
    String words =
        text.substring(0, Math.min(text.length(), room)).replaceFirst("^[^0-9A-Za-z]+", "");
    return words.isEmpty() ? hash : words + " " + hash;
  }
}
