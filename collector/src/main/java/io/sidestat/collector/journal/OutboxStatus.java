package io.sidestat.collector.journal;

import java.util.Map;

/**
 * How many requests stand in each state, and the age of the unsent.
 *
 * @param requests by state; states without any are absent
 * @param ambiguous sends since the journal began whose outcome was never learned: each may have
 *     made CloudWatch count a request twice
 * @param dropped requests that had to go unsent since the journal began, because it outgrew its
 *     bound
 * @param oldestUnsentEpochMillis start of the oldest interval that is ready or in flight; 0 if none
 * @param samples what became of all samples written
 */
public record OutboxStatus(
    Map<OutboxState, Long> requests,
    long ambiguous,
    long dropped,
    long oldestUnsentEpochMillis,
    SampleStates samples) {
  /** Nothing was ever written. */
  static final OutboxStatus NOTHING =
      new OutboxStatus(Map.of(), 0, 0, 0, new SampleStates(0, 0, 0, 0, 0, 0, 0));
}
