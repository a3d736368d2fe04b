package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.Slice;
import io.sidestat.collector.cli.live.LiveStretch;

/**
 * A slice, and the time since the one before it.
 *
 * @param stretch for what is watched: since anything was cut
 */
record Cut(Slice slice, LiveStretch stretch) {}
