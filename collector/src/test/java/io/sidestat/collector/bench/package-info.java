/**
 * The project's own benchmarks: a load driver that knows what it sent, receivers to compare with,
 * and scenarios that write the tables of {@code docs/benchmarks.md}. Whatever is measured is a
 * process of its own, pinned to a core of its own, and is driven from outside: datagrams in, its
 * own figures and the kernel's out. {@link io.sidestat.collector.bench.Benchmarks} runs it all.
 */
@NullMarked
package io.sidestat.collector.bench;

import org.jspecify.annotations.NullMarked;
