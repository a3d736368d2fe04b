package io.sidestat.collector.query;

import io.sidestat.collector.model.MetricId;

/**
 * Asks for a statistic of a metric.
 *
 * @param id of CloudWatch the metric of exactly these dimensions; of the journal, whose series are
 *     not rolled up, all series that have them
 */
public record MetricQuestion(MetricId id, Statistic statistic) {}
