/**
 * How the collector is, over HTTP on the loopback: a server with bounds, what stands under its
 * paths, and a client of it. Reads figures through a supplier and changes nothing but the outbox.
 * Runs on threads of its own, as many as it has clients, 64 at most; what is too much for a bound
 * is told to its client.
 */
@NullMarked
package io.sidestat.collector.admin;

import org.jspecify.annotations.NullMarked;
