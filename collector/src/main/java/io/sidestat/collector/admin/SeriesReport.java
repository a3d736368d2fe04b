package io.sidestat.collector.admin;

import io.sidestat.collector.model.Offender;
import java.util.List;

/**
 * How near the series are to their limits.
 *
 * @param live series with a sample in the last hour, without {@code __other__} series
 * @param limit most of them
 * @param newPerMinute how many may begin in a minute
 * @param other {@code __other__} series
 * @param offenders dimensions with the most values, most first; names as shaped, not escaped but
 *     for JSON
 */
public record SeriesReport(
    int live, int limit, int newPerMinute, int other, List<Offender> offenders) {}
