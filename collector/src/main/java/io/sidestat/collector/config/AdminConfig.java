package io.sidestat.collector.config;

/**
 * Where health, status and the live page are served.
 *
 * @param address the TCP address to bind; port 0 takes any free one
 */
public record AdminConfig(HostPort address) {}
