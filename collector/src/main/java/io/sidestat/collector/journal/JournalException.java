package io.sidestat.collector.journal;

/** The journal cannot be opened, read or written. The message names the file and what to do. */
public sealed class JournalException extends Exception permits JournalInUseException {
  private static final long serialVersionUID = 1L;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
