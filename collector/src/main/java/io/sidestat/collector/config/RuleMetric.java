package io.sidestat.collector.config;

import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.Unit;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What metric a rule makes of samples; what is empty stays as it is without a rule.
 *
 * @param namespace CloudWatch's namespace
 * @param name the metric's name
 * @param unit the metric's unit
 * @param sentIn the unit of the values as sent, which are converted
 * @param scale a factor for the values as sent, above 0; never beside {@code sentIn}
 * @param resolution how finely CloudWatch stores the metric
 */
public record RuleMetric(
    Optional<Template> namespace,
    Optional<Template> name,
    Optional<Unit> unit,
    Optional<SentUnit> sentIn,
    Optional<BigDecimal> scale,
    Resolution resolution) {
  /** Everything as it is without a rule. */
  public static final RuleMetric AS_IT_IS =
      new RuleMetric(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Resolution.OF_INTERVAL);
}
