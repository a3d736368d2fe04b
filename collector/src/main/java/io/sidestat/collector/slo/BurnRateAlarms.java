package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The alarms on one objective's error budget: an alarm without actions for each window, and one
 * composite that pages, while both windows of a pair burn too fast. One for both pairs, so that an
 * incident pages once, however its speed changes; which pair it is, its children's states tell.
 */
final class BurnRateAlarms {
  private final AlarmNames names;

  BurnRateAlarms(AlarmNames names) {
    this.names = names;
  }

  /** The alarms, those that others refer to first. */
  List<Alarm> of(Promise promise) {
    List<Alarm> alarms = new ArrayList<>();
    List<List<AlarmName>> groups = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (AlertPair pair : pairs(promise)) {
      double rate = BurnRateLimit.of(pair, promise.objective()).rate();
      Alarm over = window(promise, pair.longSeconds(), rate);
      Alarm still = window(promise, pair.shortSeconds(), rate);
      alarms.addAll(List.of(over, still));
      groups.add(List.of(over.name(), still.name()));
      conditions.add(condition(pair, rate));
    }
    alarms.add(
        new Alarm.OfAlarms(names.next(promise.name(), ""), paging(promise, conditions), groups));
    return alarms;
  }

  /** What those who read the template should know of the limits, for each pair that has such. */
  static List<String> notes(Promise promise) {
    return pairs(promise).stream()
        .flatMap(pair -> BurnRateLimit.of(pair, promise.objective()).note().stream())
        .map(
            note ->
                "service "
                    + promise.metrics().service().name()
                    + ", "
                    + promise.words()
                    + ": "
                    + note)
        .toList();
  }

  /** Without those that look further back than the objective itself. */
  private static List<AlertPair> pairs(Promise promise) {
    long windowSeconds = promise.objective().window().toSeconds();
    return List.of(AlertPair.values()).stream()
        .filter(pair -> pair.longSeconds() <= windowSeconds)
        .toList();
  }

  private Alarm window(Promise promise, int seconds, double rate) {
    String words = AlertPair.words(seconds);
    return new Alarm.OfMetric(
        names.next(promise.name(), ": burn rate over " + words),
        promise.heading()
            + ". The error budget burns more than "
            + PlainNumber.text(rate)
            + " times as fast as it may, over the last "
            + words
            + ". Tells nobody by itself: the alarm of the same name without the burn rate does.",
        BurnRate.of(promise, seconds),
        Alarm.Comparison.ABOVE,
        rate,
        1,
        1,
        false,
        false);
  }

  private static String condition(AlertPair pair, double rate) {
    return "%s times as fast as it may over %s and still over %s"
        .formatted(
            PlainNumber.text(rate),
            AlertPair.words(pair.longSeconds()),
            AlertPair.words(pair.shortSeconds()));
  }

  private static String paging(Promise promise, List<String> conditions) {
    double left = PlainNumber.left(promise.objective().target());
    boolean availability = promise.objective() instanceof Availability;
    return String.format(
        Locale.ROOT,
        "%s. The error budget, the %s %% of requests that may %s, burns more than %s. First: see"
            + " what was deployed or changed when it began, and take it back; if nothing was, see"
            + " whether other endpoints burn too, and then look at what they share. The alarms"
            + " named like this one with a burn rate show how fast it is.",
        promise.heading(),
        PlainNumber.text(left),
        availability ? "fail" : "be slower",
        String.join(", or ", conditions));
  }
}
