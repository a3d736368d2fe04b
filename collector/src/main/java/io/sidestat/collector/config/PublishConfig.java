package io.sidestat.collector.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether and where metrics are sent to CloudWatch.
 *
 * @param enabled false: nothing is sent to AWS, and everything else works
 * @param endpoint an http or https address in place of the SDK's own; without user, query and
 *     fragment
 * @param spread hosts spread their requests over as long after an interval's end, 0 to 60 s; zero:
 *     all send at once
 */
public record PublishConfig(boolean enabled, Optional<URI> endpoint, Duration spread) {
  private static final Duration SPREAD_MAX = Duration.ofSeconds(60);

  /** Refuses an endpoint that is no plain http or https address, and a spread out of range. */
  public PublishConfig {
    endpoint.ifPresent(PublishConfig::checkEndpoint);
    checkSpread(spread);
  }

  static Duration checkSpread(Duration spread) {
    if (spread.isNegative() || spread.compareTo(SPREAD_MAX) > 0) {
      throw new IllegalArgumentException("spread is out of range: found=" + spread);
    }
    return spread;
  }

  /**
   * Reads an endpoint; an empty text is none.
   *
   * @throws IllegalArgumentException if the text is no plain http or https address
   */
  static Optional<URI> parseEndpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(checkEndpoint(new URI(text)));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address", e);
    }
  }

  private static URI checkEndpoint(URI endpoint) {
    String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme();
    if (!scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException("endpoint is not http or https");
    }
    if (endpoint.getRawUserInfo() != null) {
      throw new RejectedValueException("credentials do not belong into the address");
    }
    if (endpoint.getHost() == null) {
      throw new RejectedValueException("there is no host in it");
    }
    if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
      throw new RejectedValueException("it takes no query and no fragment");
    }
    return endpoint;
  }

  /** With what of the other a running collector can change. */
  PublishConfig reloaded(PublishConfig other) {
    return new PublishConfig(enabled, endpoint, other.spread);
  }
}
