package io.sidestat.collector.admin;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxSelection;
import java.util.Arrays;
import java.util.Optional;

/** What a user can have done with requests of the outbox. */
public enum OutboxAction {
  /** They are ready again, due at once. */
  RETRY("retry", "made ready") {
    @Override
    public int apply(Journal journal, OutboxSelection selection) throws JournalException {
      return journal.retry(selection);
    }
  },
  /** They are deleted unsent, and counted as dropped. */
  DROP("drop", "dropped") {
    @Override
    public int apply(Journal journal, OutboxSelection selection) throws JournalException {
      return journal.drop(selection);
    }
  };

  private final String label;
  private final String done;

  OutboxAction(String label, String done) {
    this.label = label;
    this.done = done;
  }

  /** Does it to those of the requests that it may be done to; answers how many. */
  public abstract int apply(Journal journal, OutboxSelection selection) throws JournalException;

  /** The action of that name, as the endpoint's address has it. */
  static Optional<OutboxAction> of(String label) {
    return Arrays.stream(values()).filter(action -> action.label.equals(label)).findAny();
  }

  /** The name: {@code retry}. */
  public String label() {
    return label;
  }

  /** What requests are then: {@code made ready}. */
  public String done() {
    return done;
  }
}
