package io.sidestat.collector.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether and where metrics are sent to CloudWatch.
 *
 * @param enabled false: nothing is sent to AWS, and everything else works
 * @param endpoint an http or https address in place of the SDK's own; without user, query and
 *     fragment
 */
public record PublishConfig(boolean enabled, Optional<URI> endpoint) {

  /** Refuses an endpoint that is no plain http or https address. */
  public PublishConfig {
    endpoint.ifPresent(PublishConfig::checkEndpoint);
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
}
