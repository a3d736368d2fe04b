package io.sidestat.collector.journal;

import io.sidestat.collector.model.MetricId;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Who was there in a stretch of time, by the clock hour: no values.
 *
 * @param startEpochMillis start of the first interval in which anything was received; 0 if none
 * @param endEpochMillis exclusive end of the last; 0 if none
 * @param hours the hours, counted since the epoch, in which anything was received
 * @param hoursBySeries in which of them each original series was touched, in any order
 * @param requests packed from the first interval to the last, roll-ups included, whatever became of
 *     them
 */
public record Activity(
    long startEpochMillis,
    long endEpochMillis,
    SortedSet<Long> hours,
    Map<MetricId, List<Long>> hoursBySeries,
    long requests) {
  /** An hour, in milliseconds. */
  public static final long HOUR_MILLIS = 3_600_000;
}
