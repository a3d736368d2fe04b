package io.sidestat.collector.slo;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.model.SelfMetric;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The alarms on the collectors themselves, without which every other alarm would be silent just
 * when nothing is measured: heartbeats that stay out, and samples lost.
 *
 * <p>Heartbeats are counted minute by minute, and eight of the last ten must be short. So the last
 * two may still be on their way, a restart may cost one, and all the same a dead host shows within
 * ten minutes, in a fleet of any size: over five minutes, what is late of 20 hosts would outweigh
 * one that is dead. A minute without any heartbeat is filled with a zero, since CloudWatch looks
 * further back than asked before it takes a point to be missing (its users' questions and answers
 * on evaluating alarms, read 2026-11-26).
 */
final class CollectorAlarms {
  private static final int MINUTE_SECONDS = 60;
  private static final int MINUTES = 10;
  private static final int SHORT_MINUTES = 8;
  private static final int LOST_PERIOD_SECONDS = 300;

  private final CollectorConfig config;
  private final OptionalInt hosts;
  private final AlarmNames names;

  CollectorAlarms(CollectorConfig config, OptionalInt hosts, AlarmNames names) {
    this.config = config;
    this.hosts = hosts;
    this.names = names;
  }

  /** Collectors that publish together. */
  record Place(String namespace, String environment) {}

  /** Where the collectors of these endpoints publish what they tell of themselves. */
  Set<Place> places(List<EndpointMetrics> endpoints) {
    Set<Place> places = new LinkedHashSet<>();
    for (EndpointMetrics endpoint : endpoints) {
      // A rule may send a metric to any namespace; without one, it is the collector's own.
      String namespace =
          config.rules().isEmpty() ? endpoint.latency().namespace() : config.namespace();
      places.add(new Place(namespace, endpoint.service().environment()));
    }
    return places;
  }

  List<Alarm> of(Place place) {
    return List.of(stopped(place), samplesLost(place));
  }

  private Alarm stopped(Place place) {
    return new Alarm.OfMetric(
        names.next(base(place), hosts.isPresent() ? ": hosts missing" : ": stopped reporting"),
        missing()
            + " in "
            + words(place)
            + ", in "
            + SHORT_MINUTES
            + " of the last "
            + MINUTES
            + " minutes. Until that is mended, what they do not report is in no other alarm. First,"
            + " on a host: systemctl status sidestat, then its log; if it runs, sidestat outbox"
            + " status says whether CloudWatch takes what it sends."
            + (hosts.isPresent() ? " If the fleet was resized, make the alarms anew." : ""),
        new Calculation(
            Map.of("beats", statistic(SelfMetric.HEARTBEAT, place, MINUTE_SECONDS)),
            "FILL(beats,0)",
            "heartbeats a minute"),
        Alarm.Comparison.BELOW,
        beatsNeeded(),
        MINUTES,
        SHORT_MINUTES,
        true,
        true);
  }

  private String missing() {
    return hosts.isPresent()
        ? "Fewer than " + hosts.getAsInt() + " collectors have reported"
        : "No collector has reported";
  }

  /** Half a host's heartbeats short of all: one lost on the way is no host. */
  private double beatsNeeded() {
    double beatsOfAHost = (double) MINUTE_SECONDS / config.interval().toSeconds();
    return hosts.isPresent() ? (hosts.getAsInt() - 0.5) * beatsOfAHost : 1;
  }

  private Alarm samplesLost(Place place) {
    return new Alarm.OfMetric(
        names.next(base(place), ": samples lost"),
        "Collectors in "
            + words(place)
            + " have lost samples in the last 5 minutes: what CloudWatch shows of that time is less"
            + " than what happened. First: the collectors' logs, where each says what it lost and"
            + " why; what the kernel dropped needs a larger receive buffer, what a full disk dropped"
            + " needs room.",
        statistic(SelfMetric.SAMPLES_LOST, place, LOST_PERIOD_SECONDS),
        Alarm.Comparison.ABOVE,
        0,
        1,
        1,
        false,
        true);
  }

  private static MetricStatistic statistic(SelfMetric metric, Place place, int periodSeconds) {
    return new MetricStatistic(
        metric.id(place.namespace(), place.environment()), "Sum", periodSeconds);
  }

  private static String base(Place place) {
    return "sidestat " + place.namespace() + " " + place.environment();
  }

  /** A namespace and an environment may have 255 and 1024 characters. */
  private static String words(Place place) {
    String words = place.namespace() + " " + place.environment();
    return words.length() <= 300 ? words : words.substring(0, 300) + "...";
  }
}
