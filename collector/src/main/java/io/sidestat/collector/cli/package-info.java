/**
 * The commands of {@code sidestat}, and the one place that wires the rooms together, reads the
 * process's environment and ends the process.
 */
@NullMarked
package io.sidestat.collector.cli;

import org.jspecify.annotations.NullMarked;
