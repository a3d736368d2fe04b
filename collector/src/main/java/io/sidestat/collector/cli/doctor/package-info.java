/**
 * The checks of {@code sidestat doctor}: each looks at one thing that keeps metrics from showing
 * up, and says what it found and what to do. Reads the configuration, a running collector's status,
 * the journal, this host's ports and AWS; changes nothing, and writes to CloudWatch only if told
 * to. On the command's threads.
 */
@NullMarked
package io.sidestat.collector.cli.doctor;

import org.jspecify.annotations.NullMarked;
