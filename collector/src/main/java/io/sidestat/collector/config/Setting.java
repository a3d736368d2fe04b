package io.sidestat.collector.config;

import io.sidestat.collector.model.TagDialect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One setting: its names, its default and what it allows. {@link Settings#ALL} is the one table of
 * them; the documentation, the flags and the loader follow it.
 *
 * <p>Names follow from the key: {@code journal.max-size} is {@code SIDESTAT_JOURNAL_MAX_SIZE} in
 * the environment and {@code --journal-max-size} as a flag. Immutable.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
  /** What the name of every environment variable of ours starts with. */
  static final String ENVIRONMENT_PREFIX = "SIDESTAT_";

  static final Setting<String> NAMESPACE =
      new Setting<>(
          "namespace",
          "Sidestat",
          "1 to 255 of `A-Z a-z 0-9 . _ - / # :`, not starting with `AWS/` or a colon",
          "the CloudWatch namespace of all metrics",
          CollectorConfig::checkNamespace,
          text -> text);

  static final Setting<Duration> INTERVAL =
      new Setting<>(
          "interval",
          "60s",
          "1s, 5s, 10s, 30s or 60s",
          "how long samples are collected before they are published; below 60s they are stored as"
              + " high-resolution metrics",
          text -> CollectorConfig.checkInterval(DurationText.parse(text)),
          DurationText::write);

  static final Setting<Set<TagDialect>> DIALECTS =
      new Setting<>(
          "protocol.dialects",
          "dogstatsd,influx,graphite,librato,signalfx",
          "dogstatsd, influx, graphite, librato, signalfx with commas between (in YAML a list), or"
              + " none",
          "which ways of writing tags are understood; the marks of others are part of the name",
          TagDialects::parse,
          TagDialects::write);

  static final Setting<Boolean> GAUGE_STEPS =
      new Setting<>(
          "protocol.gauge-steps",
          "true",
          "true or false (also yes, no, on, off, 1, 0)",
          "whether a gauge's value with a sign is a step from the last one; `false` where clients made"
              + " for DataDog's agent send, which mean the value",
          SwitchText::parse,
          steps -> Boolean.toString(steps));

  static final Setting<Duration> STOP_DEADLINE =
      new Setting<>(
          "stop-deadline",
          "10s",
          "1s to 10m",
          "how long a stop may take: the open interval is journaled first, then as much is sent as"
              + " there is time for",
          text -> CollectorConfig.checkStopDeadline(DurationText.parse(text)),
          DurationText::write);

  static final Setting<HostPort> ADMIN_ADDRESS =
      new Setting<>(
          "admin.address",
          "127.0.0.1:8126",
          "host:port, such as 127.0.0.1:8126",
          "where health, status and the live page are served; port 0 takes any free one",
          HostPort::parse,
          HostPort::toString);

  static final Setting<Optional<Path>> ADMIN_SLO =
      new Setting<>(
          "admin.slo",
          "none",
          "a file path, or none",
          "the file of objectives that the live page and `/api/v1/slo` show; read again every 5 s at most",
          AdminConfig::parseSlo,
          AdminConfig::writeSlo);

  static final Setting<Accuracy> ACCURACY =
      new Setting<>(
          "accuracy",
          "0.5%",
          "0.1% to 5%",
          "the bound on the relative error of a published value",
          Accuracy::parse,
          Accuracy::toString);

  static final Setting<Map<String, String>> DIMENSIONS =
      new Setting<>(
          "dimensions",
          "Environment=development",
          "Name=value,Name2=value2 (in YAML a mapping); at most 30, names of 1 to 255 and values of"
              + " 1 to 1024 printable ASCII characters",
          "the default dimensions: a metric has them unless its sample names them itself",
          Dimensions::parse,
          Dimensions::write);

  static final Setting<List<Ec2Dimension>> EC2_DIMENSIONS =
      new Setting<>(
          "dimensions-from.ec2",
          "none",
          "InstanceId, AutoScalingGroupName, InstanceType, AvailabilityZone with commas between (in"
              + " YAML a list), or none",
          "what EC2 knows of this instance and every metric gets as a dimension, unless its sample"
              + " names it itself; each multiplies the bill",
          Ec2Dimension::parse,
          Ec2Dimension::write);

  static final Setting<List<List<String>>> ROLLUPS =
      new Setting<>(
          "rollups",
          "Endpoint;Endpoint,StatusCode;Endpoint,Environment",
          "Name;Name,Name2 or none (in YAML a list of lists); at most 32, `[]` is the set without"
              + " dimensions",
          "the sets of dimensions under which samples are published once more",
          Rollups::parse,
          Rollups::write);

  static final Setting<Boolean> PUBLISH_ORIGINAL =
      new Setting<>(
          "publish-original",
          "true",
          "true or false (also yes, no, on, off, 1, 0)",
          "whether a series that has roll-ups is published under its own dimensions too",
          SwitchText::parse,
          original -> Boolean.toString(original));

  static final Setting<SelfMetricsMode> SELF_METRICS =
      new Setting<>(
          "self-metrics",
          "on",
          "on, off or host",
          "whether the collector publishes `Sidestat/Heartbeat` and `Sidestat/SamplesLost` by"
              + " Environment, which alarms need, while publishing is on; `host`: by Host too",
          SelfMetricsMode::parse,
          SelfMetricsMode::text);

  static final Setting<Integer> SERIES_LIMIT =
      new Setting<>(
          "series.limit",
          "10000",
          "1 to 1000000",
          "how many series are kept; samples of further series go to `__other__` series",
          text -> SeriesConfig.checkLimit(Integer.parseInt(text)),
          limit -> Integer.toString(limit));

  static final Setting<Integer> SERIES_NEW_PER_MINUTE =
      new Setting<>(
          "series.new-per-minute",
          "10000",
          "1 to 1000000",
          "how many series may begin in a minute; samples of further ones go to `__other__` series"
              + " until the next",
          text -> SeriesConfig.checkNewPerMinute(Integer.parseInt(text)),
          series -> Integer.toString(series));

  static final Setting<Boolean> PUBLISH_ENABLED =
      new Setting<>(
          "publish.enabled",
          "false",
          "true or false (also yes, no, on, off, 1, 0)",
          "whether metrics are sent to CloudWatch; when not, everything else works",
          SwitchText::parse,
          enabled -> Boolean.toString(enabled));

  static final Setting<Optional<URI>> PUBLISH_ENDPOINT =
      new Setting<>(
          "publish.endpoint",
          "",
          "an http or https URL",
          "where CloudWatch is; when not set, the SDK decides: AWS_ENDPOINT_URL, then the region",
          PublishConfig::parseEndpoint,
          endpoint -> endpoint.map(URI::toString).orElse(""));

  static final Setting<Duration> PUBLISH_SPREAD =
      new Setting<>(
          "publish.spread",
          "10s",
          "0s to 60s, such as 10s",
          "over how long hosts spread their requests: each waits its own share of it after an"
              + " interval's end; at most the interval, 0s sends at once",
          text -> PublishConfig.checkSpread(DurationText.parse(text)),
          DurationText::write);

  static final Setting<MetricPrices> PRICES_METRIC =
      new Setting<>(
          "prices.metric",
          "0.3:10000,0.1:250000,0.05:1000000,0.02",
          "price:count,price:count,price in dollars a metric and month: each up to that many"
              + " metrics, ascending, the last for all beyond; at most 16, of 0 to 999999",
          "what CloudWatch charges for custom metrics; `sidestat cost` counts with it",
          MetricPrices::parse,
          MetricPrices::toString);

  static final Setting<Double> PRICES_REQUEST =
      new Setting<>(
          "prices.request",
          "0.01",
          "0 to 999999, in dollars for 1000 requests",
          "what CloudWatch charges for PutMetricData requests; `sidestat cost` counts with it",
          PricesConfig::parseDollars,
          PricesConfig::writeDollars);

  static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "log.level",
          "info",
          "debug, info, warn or error",
          "how much the log says; debug names each interval journaled and each request sent",
          LogLevel::parse,
          LogLevel::text);

  private final String key;
  private final String defaultText;
  private final String allowed;
  private final String meaning;
  private final Function<String, T> parser;
  private final Function<T, String> writer;

  Setting(
      String key,
      String defaultText,
      String allowed,
      String meaning,
      Function<String, T> parser,
      Function<T, String> writer) {
    this.key = key;
    this.defaultText = defaultText;
    this.allowed = allowed;
    this.meaning = meaning;
    this.parser = parser;
    this.writer = writer;
  }

  /** The key in the YAML file, dotted. */
  public String key() {
    return key;
  }

  /** The name of its environment variable. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The environment variable, not of ours, that wins over {@link #environmentName()}. */
  public Optional<String> strongerEnvironmentName() {
    if (equals(PUBLISH_ENABLED)) {
      return Optional.of("CLOUDWATCH_METRICS_ENABLED");
    }
    return equals(DIMENSIONS) ? Optional.of(Variables.ENVIRONMENT) : Optional.empty();
  }

  /** The flag, with its dashes. */
  public String flag() {
    return "--" + key.replace('.', '-');
  }

  /** The default as a user would write it; empty if the setting is unset by default. */
  public String defaultText() {
    return defaultText;
  }

  /** What may be written, in one line. */
  public String allowed() {
    return allowed;
  }

  /** What the setting is for, in one line. */
  public String meaning() {
    return meaning;
  }

  /**
   * Reads a value as it is written in the environment and in flags.
   *
   * @throws IllegalArgumentException if the text is not allowed
   */
  T parse(String text) {
    return parser.apply(text);
  }

  /** Writes a value so that {@link #parse} reads it back. */
  String write(T value) {
    return writer.apply(value);
  }

  /** The key. */
  @Override
  public String toString() {
    return key;
  }

  /** The one spelling of a key, in which {@code max_size} and {@code max-size} are alike. */
  static String canonicalKey(String key) {
    return key.replace('_', '-');
  }
}
