/**
 * Durable, ordered memory of closed intervals: the outbox of packed requests, and the history that
 * local queries read. Fed by {@code shape}'s output, read by {@code publish} and {@code query}. The
 * only room that touches the disk and the only one that knows SQL. Cold threads only. Drops what is
 * older than the retention: history, and requests that were sent or were never to be.
 */
@NullMarked
package io.sidestat.collector.journal;

import org.jspecify.annotations.NullMarked;
