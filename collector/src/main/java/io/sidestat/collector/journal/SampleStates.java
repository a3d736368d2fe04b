package io.sidestat.collector.journal;

/**
 * What became of the samples in the intervals written since the journal began: {@code journaled =
 * acknowledged + unsent + local + quarantined + expired + dropped}. A sample counts once, however
 * many roll-ups tell of it.
 *
 * @param journaled samples in intervals written
 * @param acknowledged CloudWatch has them
 * @param unsent to be sent, or being sent
 * @param local closed while publishing was off
 * @param quarantined CloudWatch called their datum invalid
 * @param expired too old for CloudWatch before they could be sent
 * @param dropped deleted unsent, by hand or since the journal outgrew its bound
 */
public record SampleStates(
    long journaled,
    long acknowledged,
    long unsent,
    long local,
    long quarantined,
    long expired,
    long dropped) {

  /** Whether every sample written is accounted for. */
  public boolean balanced() {
    return journaled == acknowledged + unsent + local + quarantined + expired + dropped;
  }
}
