package io.sidestat.collector.admin;

import java.util.List;
import java.util.Map;

/**
 * How a running collector is, as {@code /api/v1/status} tells it. Times are ISO 8601.
 *
 * @param publishing "on" or "off"
 * @param ledger what became of the samples since the start: datagrams, received, aggregated,
 *     folded, rejected, skipped, refused
 * @param rejectedByReason why lines were rejected; reasons that did not occur are absent
 * @param mendedNames count of new names that CloudWatch would refuse and that were mended, and the
 *     last one, escaped
 * @param liveSeries series with a sample in the last hour, without {@code __other__} series
 * @param series how near the series are to their limits
 * @param intervalsWaiting closed intervals that are not in the journal yet
 * @param samplesLost samples of closed intervals that could not be written and were given up
 * @param outbox requests by state
 * @param oldestUnsent start of the oldest interval that is still to be sent; empty if there is none
 * @param publish requestsSent, datumsSent, failures, offsetMillis (how long after an interval's end
 *     this host sends), lastSent, lastFailed, lastError
 * @param percentilesRefused metrics of which CloudWatch answers no percentiles, since they have had
 *     a negative value in this run; the first 100
 * @param ec2 metadata (known, incomplete, unknown or disabled), dimensions, problem, and
 *     intervalsWithout: intervals that went without one or more of them; empty if none are asked
 *     for or publishing is off
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
    SeriesReport series,
    int intervalsWaiting,
    long samplesLost,
    Map<String, Long> outbox,
    String oldestUnsent,
    Map<String, Object> publish,
    List<String> percentilesRefused,
    Map<String, Object> ec2) {}
