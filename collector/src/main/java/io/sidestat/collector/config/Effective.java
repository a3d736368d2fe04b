package io.sidestat.collector.config;

/**
 * A setting as it stands. Holds no secrets, so it may be printed and logged.
 *
 * @param key its key; each default dimension has a line of its own, {@code dimensions.Name}
 * @param value the value as a user would write it; empty if not set
 * @param source where it comes from: {@code default}, {@code sidestat.yaml:4}, {@code .env:3
 *     ENVIRONMENT}, {@code environment ENVIRONMENT}, {@code flag --interval}
 */
public record Effective(String key, String value, String source) {}
