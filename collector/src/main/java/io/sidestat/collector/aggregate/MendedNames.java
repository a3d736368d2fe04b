package io.sidestat.collector.aggregate;

/**
 * Names and tags that CloudWatch would refuse and that were mended. No part of the ledger: their
 * samples are aggregated as any others.
 *
 * @param count of spellings; one that has been idle for an hour counts again when it comes back
 * @param example the start of the last line of one, untrusted and not escaped; empty if there was
 *     none
 */
public record MendedNames(long count, String example) {}
