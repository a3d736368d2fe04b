package io.sidestat.collector.query;

/**
 * A metric name's part of the bill.
 *
 * @param metrics published in the time looked at: exact sets of dimensions, each host's own counted
 *     for each host
 * @param rollUps how many of them are only roll-ups
 * @param averageMetrics published in an average hour: this is what is charged
 * @param dollars a month
 */
public record CostRow(
    String namespace,
    String name,
    long metrics,
    long rollUps,
    double averageMetrics,
    double dollars) {}
