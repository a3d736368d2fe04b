package io.sidestat.collector.slo;

import io.sidestat.collector.query.TimeRange;
import java.util.Optional;

/**
 * How it stands with an objective.
 *
 * @param range the window it was judged over
 * @param reason in words, for a user
 * @param before the same over an earlier window, if that was asked for
 */
public record Result(
    Indicator indicator,
    TimeRange range,
    Measurement measured,
    Verdict verdict,
    String reason,
    Optional<Measurement> before) {}
