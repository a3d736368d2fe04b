package io.sidestat.collector.query;

import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One line of an answer.
 *
 * @param startEpochMillis of the period, or of the query if it has none
 * @param group values of the dimensions grouped by, in their order
 * @param statistics in the order asked for
 * @param negative whether percentiles are of samples below zero too, which CloudWatch answers none
 *     of; false if none are asked for
 */
public record QueryRow(
    long startEpochMillis,
    String namespace,
    SeriesType type,
    Unit unit,
    List<String> group,
    List<OptionalDouble> statistics,
    boolean negative) {}
