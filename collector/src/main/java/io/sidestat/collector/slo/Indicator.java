package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.query.MetricQuestion;
import io.sidestat.collector.query.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An objective of one endpoint: what to ask, and what the answers mean. Immutable.
 *
 * @param endpoint whose objective it is
 */
public record Indicator(EndpointMetrics endpoint, SloObjective objective) {
  private static final Statistic SUM = Statistic.parse("Sum");
  private static final Statistic COUNT = Statistic.parse("SampleCount");

  /** What to ask over the window as a whole. */
  List<MetricQuestion> questions() {
    if (objective instanceof Availability) {
      return counts();
    }
    List<MetricQuestion> questions = new ArrayList<>(counts());
    questions.add(latency(Statistics.rank(threshold(), endpoint.service().latencyUnit())));
    if (objective instanceof LatencyPercentile percentile) {
      questions.add(latency(Statistics.percentile(percentile)));
    }
    return questions;
  }

  private Duration threshold() {
    return objective instanceof LatencyShare share
        ? share.threshold()
        : ((LatencyPercentile) objective).threshold();
  }

  private MetricQuestion latency(String statistic) {
    return new MetricQuestion(endpoint.latency(), Statistic.parse(statistic));
  }

  /** What adds up to the number of samples. */
  List<MetricQuestion> counts() {
    if (objective instanceof Availability availability) {
      List<MetricQuestion> counts = new ArrayList<>();
      for (MetricId id : endpoint.requests(availability.good())) {
        counts.add(new MetricQuestion(id, SUM));
      }
      for (MetricId id : endpoint.requests(availability.bad())) {
        counts.add(new MetricQuestion(id, SUM));
      }
      return counts;
    }
    return List.of(new MetricQuestion(endpoint.latency(), COUNT));
  }

  /** What shows that there are requests, whether or not this objective counts them. */
  List<MetricQuestion> signsOfRequests() {
    return List.of(
        new MetricQuestion(endpoint.traffic(), SUM), new MetricQuestion(endpoint.latency(), COUNT));
  }

  /**
   * What the answers say.
   *
   * @param answers to {@link #questions}, in their order
   */
  Measurement measure(List<OptionalDouble> answers) {
    return objective instanceof Availability availability
        ? availability(availability.good().size(), answers)
        : latency(answers);
  }

  private static Measurement availability(int goodCounters, List<OptionalDouble> answers) {
    double good = 0;
    double bad = 0;
    for (int i = 0; i < answers.size(); i++) {
      double counted = answers.get(i).orElse(0);
      good += i < goodCounters ? counted : 0;
      bad += i < goodCounters ? 0 : counted;
    }
    if (!(good + bad > 0)) {
      return Measurement.NONE;
    }
    OptionalDouble percent = OptionalDouble.of(100 * good / (good + bad));
    return new Measurement(good + bad, percent, percent);
  }

  private Measurement latency(List<OptionalDouble> answers) {
    double samples = answers.get(0).orElse(0);
    OptionalDouble within = answers.get(1);
    return samples > 0
        ? new Measurement(samples, answers.size() > 2 ? answers.get(2) : within, within)
        : Measurement.NONE;
  }

  /** The percentile's threshold in the unit of the metric; empty of what is a percentage. */
  OptionalDouble percentileThreshold() {
    return objective instanceof LatencyPercentile percentile
        ? OptionalDouble.of(
            Statistics.inUnit(percentile.threshold(), endpoint.service().latencyUnit()))
        : OptionalDouble.empty();
  }
}
