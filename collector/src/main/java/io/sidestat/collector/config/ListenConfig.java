package io.sidestat.collector.config;

/**
 * Where datagrams are received.
 *
 * @param udp the UDP address to bind; port 0 takes any free one
 */
public record ListenConfig(HostPort udp) {}
