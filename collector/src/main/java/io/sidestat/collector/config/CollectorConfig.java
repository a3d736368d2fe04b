package io.sidestat.collector.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All settings of a collector. Immutable; where each value comes from is told by {@link
 * LoadedConfig#effective()}.
 *
 * @param namespace the CloudWatch namespace, 1 to 255 of {@code 0-9 A-Z a-z . _ - / # :}
 * @param interval how long samples are collected before they are published: 1, 5, 10, 30 or 60
 *     seconds; below 60 seconds CloudWatch stores them as high-resolution metrics
 * @param listen where datagrams are received
 * @param protocol how lines are understood
 * @param journal the journal on disk
 * @param admin where health, status and the live page are served
 * @param accuracy the bound on the relative error of a published value
 * @param dimensions the dimensions of every metric whose sample does not name them itself, in the
 *     order of their names; Environment is always among them
 * @param ec2 dimensions that the EC2 instance gives
 * @param rollups the sets of dimension names under which samples are published once more
 * @param publishOriginal whether a series that has roll-ups is published under its own dimensions
 *     too
 * @param rules the mapping rules, in the order in which they are tried
 * @param series the limit on series
 * @param publish whether and where metrics are sent
 * @param selfMetrics what is published of the collector itself
 * @param prices what CloudWatch charges, for the estimate of the bill
 * @param stopDeadline how long a stop may take, 1 s to 10 min
 * @param logLevel how much the log says
 */
public record CollectorConfig(
    String namespace,
    Duration interval,
    ListenConfig listen,
    ProtocolConfig protocol,
    JournalConfig journal,
    AdminConfig admin,
    Accuracy accuracy,
    Map<String, String> dimensions,
    Ec2Config ec2,
    List<List<String>> rollups,
    boolean publishOriginal,
    List<Rule> rules,
    SeriesConfig series,
    PublishConfig publish,
    SelfMetricsMode selfMetrics,
    PricesConfig prices,
    Duration stopDeadline,
    LogLevel logLevel) {

  /** CloudWatch's limits (PutMetricData API reference, read 2026-11-23); no leading colon. */
  private static final Pattern NAMESPACE = Pattern.compile("(?!:)[0-9A-Za-z._\\-/#:]{1,255}");

  private static final Set<Duration> INTERVALS =
      Set.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  private static final Duration STOP_DEADLINE_MIN = Duration.ofSeconds(1);
  private static final Duration STOP_DEADLINE_MAX = Duration.ofMinutes(10);

  /** Refuses values out of range and a set of dimensions without Environment. */
  public CollectorConfig {
    checkNamespace(namespace);
    checkInterval(interval);
    checkStopDeadline(stopDeadline);
    dimensions = Dimensions.check(dimensions);
    rollups = Rollups.check(rollups);
    rules = List.copyOf(rules);
    if (!dimensions.containsKey(Dimensions.ENVIRONMENT)) {
      throw new IllegalArgumentException("no dimension Environment: found=" + dimensions.keySet());
    }
  }

  /**
   * These settings with those of the others that a running collector can change: how samples are
   * shaped, limits on series, the journal's limits, the spread and the like. All else, sockets and
   * files above all, stays as it is.
   */
  public CollectorConfig reloaded(CollectorConfig other) {
    return new CollectorConfig(
        other.namespace,
        interval,
        listen,
        protocol,
        journal.reloaded(other.journal),
        admin.reloaded(other.admin),
        accuracy,
        other.dimensions,
        ec2,
        other.rollups,
        other.publishOriginal,
        other.rules,
        other.series,
        publish.reloaded(other.publish),
        other.selfMetrics,
        other.prices,
        other.stopDeadline,
        other.logLevel);
  }

  /** Whether samples become the same series in both. */
  public boolean shapesAs(CollectorConfig other) {
    return namespace.equals(other.namespace)
        && dimensions.equals(other.dimensions)
        && rules.equals(other.rules)
        && series.equals(other.series);
  }

  static String checkNamespace(String namespace) {
    if (namespace.startsWith("AWS/")) {
      throw new RejectedValueException("AWS/ is Amazon's own");
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException("not a CloudWatch namespace: found=" + namespace);
    }
    return namespace;
  }

  static Duration checkStopDeadline(Duration deadline) {
    if (deadline.compareTo(STOP_DEADLINE_MIN) < 0 || deadline.compareTo(STOP_DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException("stop deadline is out of range: found=" + deadline);
    }
    return deadline;
  }

  static Duration checkInterval(Duration interval) {
    if (!INTERVALS.contains(interval)) {
      throw new IllegalArgumentException("interval is not allowed: found=" + interval);
    }
    return interval;
  }
}
