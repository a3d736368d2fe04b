package io.sidestat.collector.outside;

/** What the environment says of systemd cannot be understood; the message says what and why. */
public final class SystemdException extends Exception {
  private static final long serialVersionUID = 1L;

  SystemdException(String message) {
    super(message);
  }
}
