package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SelfMetric;
import io.sidestat.collector.query.MetricQuestion;
import io.sidestat.collector.query.MetricReadException;
import io.sidestat.collector.query.MetricReader;
import io.sidestat.collector.query.Statistic;
import io.sidestat.collector.query.TimeRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;

/** Holds what was measured against what was promised. */
public final class Verification {
  private static final Statistic SUM = Statistic.parse("Sum");

  private final MetricReader reader;
  private final Judge judge;
  private final InstantSource clock;

  /** Reads from that reader, which stays the caller's to close. */
  public Verification(MetricReader reader, Demands demands, InstantSource clock) {
    this.reader = reader;
    this.judge = new Judge(demands);
    this.clock = clock;
  }

  /**
   * Judges every objective of every endpoint.
   *
   * @param ranges the window of an objective
   * @param compareEarlier also measure the window so much earlier
   * @throws MetricReadException if it cannot be asked
   */
  public List<Result> verify(
      List<EndpointMetrics> endpoints,
      Function<SloObjective, TimeRange> ranges,
      Optional<Duration> compareEarlier)
      throws MetricReadException {
    List<Indicator> all = endpoints.stream().flatMap(EndpointMetrics::indicators).toList();
    Map<TimeRange, List<Indicator>> byRange = new LinkedHashMap<>();
    for (Indicator indicator : all) {
      byRange
          .computeIfAbsent(ranges.apply(indicator.objective()), range -> new ArrayList<>())
          .add(indicator);
    }
    Map<Indicator, Result> results = new LinkedHashMap<>();
    for (Map.Entry<TimeRange, List<Indicator>> one : byRange.entrySet()) {
      verify(one.getValue(), one.getKey(), compareEarlier, results);
    }
    return all.stream().map(indicator -> Objects.requireNonNull(results.get(indicator))).toList();
  }

  private void verify(
      List<Indicator> indicators,
      TimeRange range,
      Optional<Duration> compareEarlier,
      Map<Indicator, Result> results)
      throws MetricReadException {
    List<Measurement> measured = measure(indicators, range);
    List<Coverage> coverages = coverages(indicators, range);
    List<Measurement> before =
        compareEarlier.isPresent()
            ? measure(indicators, range.earlier(compareEarlier.get()))
            : List.of();
    for (int i = 0; i < indicators.size(); i++) {
      Judge.Opinion opinion = judge.of(indicators.get(i), measured.get(i), coverages.get(i));
      results.put(
          indicators.get(i),
          new Result(
              indicators.get(i),
              range,
              measured.get(i),
              opinion.verdict(),
              opinion.reason(),
              before.isEmpty() ? Optional.empty() : Optional.of(before.get(i))));
    }
  }

  private List<Measurement> measure(List<Indicator> indicators, TimeRange range)
      throws MetricReadException {
    List<MetricQuestion> questions =
        indicators.stream().flatMap(indicator -> indicator.questions().stream()).toList();
    List<SortedMap<Long, Double>> answers = reader.read(questions, range, range.length());
    List<Measurement> measured = new ArrayList<>();
    int next = 0;
    for (Indicator indicator : indicators) {
      List<OptionalDouble> values = new ArrayList<>();
      for (MetricQuestion question : indicator.questions()) {
        values.add(whole(question.statistic(), answers.get(next)));
        next++;
      }
      measured.add(indicator.measure(values));
    }
    return measured;
  }

  /**
   * The value over all of the window, should it come in parts: of statistics that do not add up the
   * one that speaks against the promise.
   */
  private static OptionalDouble whole(Statistic statistic, SortedMap<Long, Double> parts) {
    var values = parts.values().stream().mapToDouble(Double::doubleValue);
    return switch (statistic.kind()) {
      case COUNT, SUM -> parts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(values.sum());
      case PERCENTILE_RANK, MINIMUM -> values.min();
      case PERCENTILE, MAXIMUM, AVERAGE -> values.max();
    };
  }

  private List<Coverage> coverages(List<Indicator> indicators, TimeRange range)
      throws MetricReadException {
    List<MetricQuestion> questions = new ArrayList<>();
    for (Indicator indicator : indicators) {
      questions.add(heartbeat(indicator.endpoint()));
      questions.addAll(indicator.counts());
      questions.addAll(indicator.signsOfRequests());
    }
    List<MetricQuestion> distinct = questions.stream().distinct().toList();
    List<SortedMap<Long, Double>> answers = reader.read(distinct, range, Coverage.step(range));
    Map<MetricQuestion, SortedMap<Long, Double>> byQuestion = new LinkedHashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      byQuestion.put(distinct.get(i), answers.get(i));
    }
    return indicators.stream()
        .map(
            indicator ->
                Coverage.of(
                    range,
                    answer(byQuestion, heartbeat(indicator.endpoint())),
                    sum(byQuestion, indicator.counts()),
                    sum(byQuestion, indicator.signsOfRequests()),
                    clock.instant()))
        .toList();
  }

  private static SortedMap<Long, Double> sum(
      Map<MetricQuestion, SortedMap<Long, Double>> answers, List<MetricQuestion> questions) {
    return Coverage.sum(questions.stream().map(question -> answer(answers, question)).toList());
  }

  private static SortedMap<Long, Double> answer(
      Map<MetricQuestion, SortedMap<Long, Double>> answers, MetricQuestion question) {
    return Objects.requireNonNull(answers.get(question));
  }

  private static MetricQuestion heartbeat(EndpointMetrics endpoint) {
    MetricId id =
        SelfMetric.HEARTBEAT.id(endpoint.latency().namespace(), endpoint.service().environment());
    return new MetricQuestion(id, SUM);
  }
}
