package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;

/**
 * What of a view adds up: series of another namespace, type or unit do not.
 *
 * @param by the value of the dimension that is kept apart; empty if none is, or if it is missing
 */
record LiveGroup(String namespace, SeriesType type, Unit unit, String by) {}
