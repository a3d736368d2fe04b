package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;

/**
 * A request waiting in the outbox.
 *
 * @param id of the row
 * @param startEpochMillis of the interval that the request tells of
 * @param attempts sends begun so far
 */
public record OutboxRow(long id, long startEpochMillis, int attempts, DatumBatch batch) {}
