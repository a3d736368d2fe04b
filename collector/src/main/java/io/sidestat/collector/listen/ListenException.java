package io.sidestat.collector.listen;

/** A socket cannot be had; the message says which, why and what to do. */
public final class ListenException extends Exception {
  private static final long serialVersionUID = 1;

  ListenException(String message) {
    super(message);
  }

  ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
