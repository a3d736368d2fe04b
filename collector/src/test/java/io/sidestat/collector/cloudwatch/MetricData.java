package io.sidestat.collector.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.StatisticSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudWatch answers to queries over datums: statistics of exactly the metric asked for, by
 * period, and expressions over them. Periods begin at the start of the range.
 *
 * <p>Source: GetMetricData and MetricDataQuery, CloudWatch API reference, read 26 Nov 2026.
 */
public final class MetricData {
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(\\.\\d{1,10})?|100)");
  private static final Pattern RANK = Pattern.compile("PR\\(:(\\d+(\\.\\d+)?)\\)");

  private final List<ReceivedDatum> datums;
  private final long fromEpochMillis;
  private final long toEpochMillis;

  /** Over the datums of that stretch of time. */
  public MetricData(List<ReceivedDatum> datums, long fromEpochMillis, long toEpochMillis) {
    this.datums =
        datums.stream()
            .filter(
                datum ->
                    datum.timestampEpochMillis() >= fromEpochMillis
                        && datum.timestampEpochMillis() < toEpochMillis)
            .toList();
    this.fromEpochMillis = fromEpochMillis;
    this.toEpochMillis = toEpochMillis;
  }

  /**
   * A query.
   *
   * @param expression null for a metric
   * @param dimensions of exactly these
   * @param stat CloudWatch's name
   * @param unit only datums of it; empty: of any
   */
  public record Question(
      String id,
      @Nullable String expression,
      String namespace,
      String name,
      Map<String, String> dimensions,
      String stat,
      String unit) {

    static Question of(JsonNode query) {
      JsonNode metric = query.path("MetricStat").path("Metric");
      Map<String, String> dimensions = new LinkedHashMap<>();
      metric
          .path("Dimensions")
          .forEach(d -> dimensions.put(d.path("Name").asText(), d.path("Value").asText()));
      return new Question(
          query.path("Id").asText(),
          query.has("Expression") ? query.path("Expression").asText() : null,
          metric.path("Namespace").asText(),
          metric.path("MetricName").asText(),
          dimensions,
          query.path("MetricStat").path("Stat").asText(),
          query.path("MetricStat").path("Unit").asText());
    }
  }

  /** The points of all queries by id, those of expressions among them. */
  public Map<String, SortedMap<Long, Double>> answer(List<Question> questions, int periodSeconds) {
    List<Long> periods = new ArrayList<>();
    for (long start = fromEpochMillis; start < toEpochMillis; start += periodSeconds * 1000L) {
      periods.add(start);
    }
    Map<String, SortedMap<Long, Double>> answers = new LinkedHashMap<>();
    questions.stream()
        .filter(question -> question.expression() == null)
        .forEach(question -> answers.put(question.id(), points(question, periods, periodSeconds)));
    for (Question question : questions) {
      String expression = question.expression();
      if (expression != null) {
        answers.put(question.id(), MetricMath.evaluate(expression, answers, periods));
      }
    }
    return answers;
  }

  private SortedMap<Long, Double> points(Question question, List<Long> periods, int periodSeconds) {
    List<ReceivedDatum> held =
        datums.stream()
            .filter(
                datum ->
                    datum.key().namespace().equals(question.namespace())
                        && datum.key().name().equals(question.name())
                        && datum.key().dimensions().equals(question.dimensions())
                        && (question.unit().isEmpty()
                            || datum.key().unit().equals(question.unit())))
            .toList();
    SortedMap<Long, Double> points = new TreeMap<>();
    for (long start : periods) {
      HeldMetric metric =
          new HeldMetric(
              held.stream()
                  .filter(
                      datum ->
                          datum.timestampEpochMillis() >= start
                              && datum.timestampEpochMillis() < start + periodSeconds * 1000L)
                  .toList());
      if (!metric.datums().isEmpty()) {
        statistic(metric, question.stat()).ifPresent(value -> points.put(start, value));
      }
    }
    return points;
  }

  private static OptionalDouble statistic(HeldMetric metric, String stat) {
    Matcher percentile = PERCENTILE.matcher(stat);
    if (percentile.matches()) {
      return metric.percentile(Double.parseDouble(percentile.group(1)));
    }
    Matcher rank = RANK.matcher(stat);
    if (rank.matches()) {
      return metric.percentUpTo(Double.parseDouble(rank.group(1)));
    }
    StatisticSet statistics = metric.statistics();
    return OptionalDouble.of(
        switch (stat) {
          case "SampleCount" -> statistics.count();
          case "Sum" -> statistics.sum();
          case "Average" -> statistics.average();
          case "Minimum" -> statistics.min();
          case "Maximum" -> statistics.max();
          default -> throw new IllegalArgumentException("no such statistic: " + stat);
        });
  }
}
