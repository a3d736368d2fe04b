package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloText;
import java.util.Locale;
import java.util.stream.Stream;

/** Says of what was measured whether the promise is kept. Pure. */
final class Judge {
  /** So that 99 % of 100 is 99 %, whatever doubles make of it. */
  private static final double SLACK = 1e-9;

  private final Demands demands;

  Judge(Demands demands) {
    this.demands = demands;
  }

  /** A verdict and why. */
  record Opinion(Verdict verdict, String reason) {}

  /**
   * The verdict. A promise that is broken whatever the missing samples would have been is violated,
   * however few there are; one that is kept needs enough of them.
   */
  Opinion of(Indicator indicator, Measurement measured, Coverage coverage) {
    if (!(measured.samples() > 0)) {
      return withoutSamples(indicator, coverage);
    }
    if (measured.value().isEmpty()) {
      return new Opinion(
          Verdict.NO_DATA,
          "there are %s samples and no percentile of them: the metric is published without its"
                  .formatted(SloText.number(measured.samples()))
              + " distribution, or has negative values");
    }
    double target = indicator.objective().target();
    long needed = demands.samplesFor(target);
    if (measured.samples() < needed) {
      return fewSamples(measured, target, needed);
    }
    if (!kept(indicator, measured)) {
      return new Opinion(Verdict.VIOLATED, "the objective is not met");
    }
    return coverage.percent() < demands.coveragePercent()
        ? new Opinion(
            Verdict.NOT_ENOUGH,
            "of %d steps since %s there is no data in %d (%s)"
                .formatted(
                    coverage.steps(),
                    coverage.first(),
                    coverage.missing(),
                    coverage.alive()
                        ? "the collector did not report then"
                        : "though there is traffic in the others"))
        : new Opinion(Verdict.KEPT, "");
  }

  /** Where there are requests and none of them counts, something is sent otherwise than meant. */
  private static String uncounted(Indicator indicator) {
    if (indicator.objective() instanceof Availability availability) {
      return "there are requests, but none whose StatusCode is %s: the tag is the class of the status, such as 2xx, not the status"
          .formatted(
              String.join(
                  " or ",
                  Stream.concat(availability.good().stream(), availability.bad().stream())
                      .toList()));
    }
    return "there are requests, but no %s of them"
        .formatted(indicator.endpoint().service().latencyMetric());
  }

  private static boolean kept(Indicator indicator, Measurement measured) {
    double value = measured.value().orElseThrow();
    return indicator.percentileThreshold().isPresent()
        ? value < indicator.percentileThreshold().getAsDouble()
        : value >= indicator.objective().target() - SLACK;
  }

  private static Opinion fewSamples(Measurement measured, double target, long needed) {
    double badPercentAtLeast = 100 * measured.bad() / needed;
    if (badPercentAtLeast > 100 - target + SLACK) {
      return new Opinion(
          Verdict.VIOLATED,
          String.format(
              Locale.ROOT,
              "%s of %s are bad: too many even if there were the %d samples that it takes",
              SloText.number(Math.rint(measured.bad() * 1000) / 1000),
              SloText.number(measured.samples()),
              needed));
    }
    return new Opinion(
        Verdict.NOT_ENOUGH,
        "%s samples are too few to say: it takes %d"
            .formatted(SloText.number(measured.samples()), needed));
  }

  private Opinion withoutSamples(Indicator indicator, Coverage coverage) {
    if (coverage.requests() > 0) {
      return new Opinion(Verdict.NO_DATA, uncounted(indicator));
    }
    if (!coverage.alive()) {
      return new Opinion(
          Verdict.NO_DATA,
          "neither samples nor the collector's heartbeat: sidestat doctor on the host finds why");
    }
    return demands.idleAllowed() && coverage.percent() >= demands.coveragePercent()
        ? new Opinion(Verdict.IDLE, "no requests, and the collector reported all the time")
        : new Opinion(
            Verdict.NO_DATA, "no requests, though the collector reported: is there traffic?");
  }
}
