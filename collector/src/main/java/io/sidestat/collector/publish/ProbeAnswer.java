package io.sidestat.collector.publish;

import java.net.URI;
import java.util.Optional;

/**
 * What came of one PutMetricData request that was made to learn something.
 *
 * @param words for the user: what was answered; printable
 * @param asked where the request went; empty if there was none, for want of a region or credentials
 * @param httpStatus of the answer; 0 if there was none
 * @param proxy host and port of the proxy that the request went through; empty: none
 * @param clock how this host's clock stands to the answer's date; empty if it had none
 */
public record ProbeAnswer(
    Verdict verdict,
    String words,
    Optional<URI> asked,
    int httpStatus,
    Optional<String> proxy,
    Optional<ClockSkew> clock) {

  /** What the answer means. */
  public enum Verdict {
    /** The request was taken. */
    TAKEN,
    /** It was refused for what is in it, and not for who asks. */
    REFUSED_CONTENT,
    /** Whoever asks is known and may not do it. */
    DENIED,
    /** Whoever asks is not known: wrong, expired or unsigned credentials, or the clock. */
    BAD_CREDENTIALS,
    /** No region, or no credentials, or such that cannot be sent: nothing was asked. */
    NOT_ASKED,
    /** CloudWatch is busy or broken, and says so. */
    BUSY,
    /** Somebody else answered, such as a proxy or a login page. */
    STRANGER,
    /** Nobody answered. */
    UNREACHABLE
  }

  /** Whether it was CloudWatch, or what stands for it, that answered. */
  public boolean isFromTheService() {
    return switch (verdict) {
      case TAKEN, REFUSED_CONTENT, DENIED, BAD_CREDENTIALS, BUSY -> true;
      case NOT_ASKED, STRANGER, UNREACHABLE -> false;
    };
  }
}
