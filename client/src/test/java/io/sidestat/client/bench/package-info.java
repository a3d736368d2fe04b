/**
 * The client beside others, each in a process of its own on a class path of its own. {@code
 * docs/benchmarks.md} has the command.
 */
@NullMarked
package io.sidestat.client.bench;

import org.jspecify.annotations.NullMarked;
