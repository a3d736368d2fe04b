/**
 * How the collector is, over HTTP on the loopback: {@code /healthz} and {@code /api/v1/status}.
 * Reads figures through a supplier; changes nothing. Runs on one thread of its own.
 */
@NullMarked
package io.sidestat.collector.admin;

import org.jspecify.annotations.NullMarked;
