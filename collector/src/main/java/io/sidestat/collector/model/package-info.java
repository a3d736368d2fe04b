/**
 * The values every room speaks: what a series is called ({@link
 * io.sidestat.collector.model.MetricId}), what it holds once its interval is closed ({@link
 * io.sidestat.collector.model.SeriesValue}), and what CloudWatch is to be told ({@link
 * io.sidestat.collector.model.Datum}). Immutable, so they cross threads freely; no room's logic
 * lives here, only the merge that all of them share.
 */
@NullMarked
package io.sidestat.collector.model;

import org.jspecify.annotations.NullMarked;
