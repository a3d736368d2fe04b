/**
 * Samples in, one state per series, closed intervals out. Fed by {@code protocol}, hands on to
 * {@code shape}, which it also asks once for each new name. Everything here but {@link
 * io.sidestat.collector.aggregate.ClosedSlice} belongs to the one owner thread: nothing locks, logs
 * or blocks, and after a series' first sample nothing allocates. Refuses new series past the limit.
 */
@NullMarked
package io.sidestat.collector.aggregate;

import org.jspecify.annotations.NullMarked;
