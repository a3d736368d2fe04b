package io.sidestat.collector.publish;

import io.sidestat.collector.journal.OutboxRow;
import org.jspecify.annotations.Nullable;

/**
 * A send that has ended.
 *
 * @param failure null if CloudWatch took the request
 * @param nanos how long it took, retries of its own included
 */
record Attempt(OutboxRow row, @Nullable SendException failure, long nanos) {}
