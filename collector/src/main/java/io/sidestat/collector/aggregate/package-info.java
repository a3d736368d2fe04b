/**
 * Samples in, one state per series, closed intervals out. Fed by {@code protocol}, hands on to
 * {@code shape}, which it also asks once for each new name. Everything here but {@link
 * io.sidestat.collector.aggregate.ClosedSlice}, what is in it and {@link
 * io.sidestat.collector.aggregate.Offenders} belongs to the one owner thread: nothing locks, logs
 * or blocks, and after a series' first sample nothing allocates. Past the series limit samples go
 * to series that stand for others; past the limit of those they are refused.
 */
@NullMarked
package io.sidestat.collector.aggregate;

import org.jspecify.annotations.NullMarked;
