package io.sidestat.collector.journal;

/**
 * A request of the outbox as it is shown to people.
 *
 * @param startEpochMillis of the interval that it tells of
 * @param attempts sends begun so far
 * @param retryAtEpochMillis when a ready one is due; past or 0 if it is now
 * @param datums in it
 * @param error what went wrong last, in CloudWatch's words and ours: untrusted; empty if nothing
 */
public record OutboxEntry(
    long id,
    OutboxState state,
    long startEpochMillis,
    int attempts,
    long retryAtEpochMillis,
    int datums,
    String error) {}
