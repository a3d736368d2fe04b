package io.sidestat.collector.listen;

import java.util.OptionalLong;

/**
 * How a listener is doing, since the start.
 *
 * @param address kind and place, such as {@code udp:127.0.0.1:8125} or {@code unix:/run/s.sock}
 * @param datagrams received, without those refused; 0 for a stream
 * @param kernelDrops datagrams that the kernel dropped, mostly since its buffer was full: samples
 *     lost that nobody has read; empty where it does not tell
 * @param receiveBufferBytes what the kernel granted; empty where it does not tell
 * @param connections open ones; 0 for datagrams
 * @param refusals what came from elsewhere than samples are taken from
 */
public record ListenerStatus(
    String address,
    long datagrams,
    OptionalLong kernelDrops,
    OptionalLong receiveBufferBytes,
    int connections,
    Refusals refusals) {}
