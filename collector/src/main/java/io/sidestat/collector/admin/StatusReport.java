package io.sidestat.collector.admin;

import java.util.List;
import java.util.Map;

/**
 * How a running collector is, as {@code /api/v1/status} tells it. Times are ISO 8601.
 *
 * @param listeners each socket that samples come in on: address (udp:127.0.0.1:8125), datagrams,
 *     kernelDrops (datagrams that the kernel dropped before they were read: samples lost; absent
 *     where it does not tell), receiveBufferBytes (what it granted; likewise), connections (open),
 *     refusedDatagrams and refusedConnections (of sources that listen.allow does not have),
 *     lastRefusedFrom (the last such source; absent if there was none)
 * @param journalFigures bytes on the disk, lastCommitMicros and longestCommitMicros (how long a
 *     change took to be there), movedAside (the damaged file that was there at the start; absent if
 *     none was)
 * @param publishing "on" or "off"
 * @param namespace of its metrics, unless a rule names another
 * @param dimensions the default ones
 * @param ledger what became of the samples since the start: datagrams, received, aggregated,
 *     folded, rejected, skipped, refused
 * @param lines what was found in lines, whatever became of it: lines, events, serviceChecks,
 *     timestamps, unknownFields
 * @param samplesByType well-formed samples by StatsD's type, such as ms; absent if there were none
 * @param rejectedByReason why samples were rejected; reasons that did not occur are absent
 * @param lastRejected for each of these reasons, the starts of the last lines, escaped, the newest
 *     first
 * @param mendedNames count of new names that CloudWatch would refuse and that were mended, and the
 *     last one, escaped
 * @param liveSeries series with a sample in the last hour, without {@code __other__} series
 * @param series how near the series are to their limits
 * @param longestCloseMicros for how long the receive thread read nothing at most, since it closed
 *     an interval
 * @param intervalsWaiting closed intervals that are not in the journal yet
 * @param bytesWaiting what they take in memory
 * @param clientSamplesLost samples that clients told they lost before they sent them
 * @param sequences what clients told that number their samples: lines, clients (lately),
 *     samplesLost (numbered, but did not come), late (datagrams that came behind a later one)
 * @param samplesLost samples of closed intervals that could not be written and were given up
 * @param outbox requests by state
 * @param samples what became of all samples written since the journal began: journaled, and in
 *     which of acknowledged, unsent, local, quarantined, expired and dropped they are
 * @param oldestUnsent start of the oldest interval that is still to be sent; empty if there is none
 * @param publish requestsSent, datumsSent, failures, attempts (ended), sendingMillis (how long they
 *     took in all), offsetMillis (how long after an interval's end this host sends), region (once
 *     something was sent), lastSent, lastFailed, lastError
 * @param percentilesRefused metrics of which CloudWatch answers no percentiles, since they have had
 *     a negative value in this run; the first 100
 * @param ec2 metadata (known, incomplete, unknown or disabled), dimensions, problem, and
 *     intervalsWithout: intervals that went without one or more of them; empty if none are asked
 *     for or publishing is off
 */
public record StatusReport(
    String version,
    String startedAt,
    List<Map<String, Object>> listeners,
    String journal,
    Map<String, Object> journalFigures,
    String publishing,
    String namespace,
    Map<String, String> dimensions,
    Map<String, Long> ledger,
    Map<String, Long> lines,
    Map<String, Long> samplesByType,
    Map<String, Long> rejectedByReason,
    Map<String, List<String>> lastRejected,
    Map<String, Object> mendedNames,
    int liveSeries,
    SeriesReport series,
    long longestCloseMicros,
    int intervalsWaiting,
    long bytesWaiting,
    long clientSamplesLost,
    Map<String, Long> sequences,
    long samplesLost,
    Map<String, Long> outbox,
    Map<String, Long> samples,
    String oldestUnsent,
    Map<String, Object> publish,
    List<String> percentilesRefused,
    Map<String, Object> ec2) {}
