package io.sidestat.collector.journal;

/** Another process, a collector most likely, has the journal open to write. */
public final class JournalInUseException extends JournalException {
  private static final long serialVersionUID = 1L;

  JournalInUseException(String message) {
    super(message);
  }
}
