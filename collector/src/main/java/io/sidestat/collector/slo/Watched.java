package io.sidestat.collector.slo;

/** The figure that an alarm compares with its threshold. */
sealed interface Watched permits MetricStatistic, Calculation {}
