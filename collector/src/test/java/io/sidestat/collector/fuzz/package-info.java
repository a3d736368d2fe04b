/**
 * What drives the fuzzers: each room keeps its own {@link io.sidestat.collector.fuzz.FuzzTarget}
 * beside its tests. See {@code docs/fuzzing.md}.
 */
@NullMarked
package io.sidestat.collector.fuzz;

import org.jspecify.annotations.NullMarked;
