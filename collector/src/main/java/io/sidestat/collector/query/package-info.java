/**
 * Answers questions about metrics from the journal's history: percentiles and other statistics over
 * any stretch of time and any merge of series, and what it all costs. Merges distributions, never
 * percentiles. Reads only, on the caller's thread.
 */
@NullMarked
package io.sidestat.collector.query;

import org.jspecify.annotations.NullMarked;
