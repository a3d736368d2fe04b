package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;

/**
 * A request waiting in the outbox.
 *
 * @param id ascending in the order of closing
 * @param attempts sends begun so far
 */
public record OutboxRow(long id, int attempts, DatumBatch batch) {}
