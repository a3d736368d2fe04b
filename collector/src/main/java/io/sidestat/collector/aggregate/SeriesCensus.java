package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.MetricId;
import java.util.List;

/**
 * The series at the close of an interval, and whose samples came new in it.
 *
 * @param live series of their own
 * @param other {@code __other__} series
 * @param begunThisMinute series of their own that began in this minute so far
 * @param seen identities whose spelling came new, before folding; some may stand there twice
 * @param complete whether none is missing from them
 * @param startsAnew whether a new count begins here: once an hour, with all live series among those
 *     seen
 */
public record SeriesCensus(
    SeriesConfig limits,
    int live,
    int other,
    int begunThisMinute,
    List<MetricId> seen,
    boolean complete,
    boolean startsAnew) {}
