package io.sidestat.collector.journal;

import io.sidestat.collector.model.Fragment;

/**
 * A checkpoint of a run that ended before it closed the interval.
 *
 * @param part what came in between two checkpoints
 * @param state that the requests are to be in
 */
public record OpenFragment(Fragment part, OutboxState state) {}
