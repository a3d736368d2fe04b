package io.sidestat.collector.journal;

import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesValue;

/** What one series held in one fragment of an interval. */
public record HistoryRow(MetricId id, Interval interval, SeriesValue value) {}
