package io.sidestat.collector.outside;

/** A message could not be posted. The text never has the address, which is a secret. */
public final class WebhookException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Not with the cause: the JDK's exceptions have the address in their words. */
  public WebhookException(String message) {
    super(message);
  }
}
