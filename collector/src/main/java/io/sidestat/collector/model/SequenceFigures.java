package io.sidestat.collector.model;

/**
 * What sequence lines told since the start: with them, a client numbers the samples that it sends.
 *
 * @param lines sequence lines read
 * @param clients that sent one lately
 * @param samplesLost samples that were numbered and did not come
 * @param late datagrams that came behind a later one
 */
public record SequenceFigures(long lines, long clients, long samplesLost, long late) {}
