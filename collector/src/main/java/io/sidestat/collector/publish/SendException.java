package io.sidestat.collector.publish;

import org.jspecify.annotations.Nullable;

/** CloudWatch did not take a request, or did not say that it had. */
public final class SendException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** The service is busy, broken or out of reach: again, soon. */
    RETRY,
    /** There are too many requests, of this host or of others: again, slower. */
    THROTTLED,
    /** No valid credentials, no permission or no region: again, slowly, until someone mends it. */
    SETUP,
    /** The service calls the request invalid: not again as it is. */
    INVALID,
    /** Somebody on the way calls the request too large: again, in parts. */
    TOO_LARGE
  }

  private final Kind kind;
  private final boolean ambiguous;

  /**
   * A failed attempt.
   *
   * @param message for the user: what happened and what to do
   * @param ambiguous whether the service may have counted the request all the same
   */
  public SendException(Kind kind, boolean ambiguous, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.ambiguous = ambiguous;
  }

  public Kind kind() {
    return kind;
  }

  public boolean ambiguous() {
    return ambiguous;
  }
}
