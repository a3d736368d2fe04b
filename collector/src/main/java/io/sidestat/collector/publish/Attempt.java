package io.sidestat.collector.publish;

import io.sidestat.collector.journal.OutboxRow;
import org.jspecify.annotations.Nullable;

/**
 * A send that has ended.
 *
 * @param failure null if CloudWatch took the request
 */
record Attempt(OutboxRow row, @Nullable SendException failure) {}
