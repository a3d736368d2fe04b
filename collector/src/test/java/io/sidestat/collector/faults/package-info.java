/**
 * The fault harness: the packaged jar as a process, an endpoint that fails by a plan, a sender
 * whose every sample can be told again from its number, and a check that what CloudWatch took is
 * what was sent. {@link io.sidestat.collector.faults.Soak} runs random plans by the hour, {@link
 * io.sidestat.collector.faults.FaultScenariosIT} chosen ones.
 */
@NullMarked
package io.sidestat.collector.faults;

import org.jspecify.annotations.NullMarked;
