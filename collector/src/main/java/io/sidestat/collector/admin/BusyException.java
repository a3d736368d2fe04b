package io.sidestat.collector.admin;

/** There are too many to answer this one now; the message is for the user. */
final class BusyException extends Exception {
  private static final long serialVersionUID = 1L;

  BusyException(String message) {
    super(message);
  }
}
