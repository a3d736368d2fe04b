package io.sidestat.collector.journal;

import java.util.Locale;

/** Where a packed request stands. */
public enum OutboxState {
  /** Closed while publishing was off: never sent. */
  LOCAL,
  /** To be sent. */
  READY,
  /** Sent, no answer yet; committed before the send. Found at a start, its outcome is unknown. */
  IN_FLIGHT,
  /** CloudWatch has it. */
  DONE,
  /** CloudWatch refused it as invalid: sending it again as it is cannot work. */
  QUARANTINED,
  /** Not sent within the time for which CloudWatch takes data. */
  DEAD;

  /** The state that is written so. */
  static OutboxState ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** As it is written in the journal, and shown. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
