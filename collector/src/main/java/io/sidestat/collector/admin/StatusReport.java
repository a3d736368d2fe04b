package io.sidestat.collector.admin;

import java.util.Map;

/**
 * How a running collector is, as {@code /api/v1/status} tells it. Times are ISO 8601.
 *
 * @param publishing "on" or "off"
 * @param ledger what became of the samples since the start: datagrams, received, aggregated,
 *     refused, rejected
 * @param rejectedByReason why lines were rejected; reasons that did not occur are absent
 * @param mendedNames count of new names that CloudWatch would refuse and that were mended, and the
 *     last one, escaped
 * @param liveSeries series with a sample in the last hour
 * @param intervalsWaiting closed intervals that are not in the journal yet
 * @param samplesLost samples of closed intervals that could not be written and were given up
 * @param outbox requests by state
 * @param oldestUnsent start of the oldest interval that is still to be sent; empty if there is none
 * @param publish requestsSent, datumsSent, failures, lastSent, lastFailed, lastError
 */
public record StatusReport(
    String version,
    String startedAt,
    String listenUdp,
    String journal,
    String publishing,
    Map<String, Long> ledger,
    Map<String, Long> rejectedByReason,
    Map<String, Object> mendedNames,
    int liveSeries,
    int intervalsWaiting,
    long samplesLost,
    Map<String, Long> outbox,
    String oldestUnsent,
    Map<String, Object> publish) {}
