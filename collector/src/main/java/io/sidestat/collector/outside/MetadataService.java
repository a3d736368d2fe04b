package io.sidestat.collector.outside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * EC2's instance metadata service, version 2: a token is asked for with PUT and shown with each
 * GET. Version 1, which any process can be tricked into using, is never spoken.
 *
 * <p>Blocks: each step of a request at most {@link #TIMEOUT}. Never goes through a proxy, follows
 * no redirect, and reads at most {@value #VALUE_CHARS_MAX} bytes of an answer. Not thread-safe. The
 * JDK's plain HTTP connection does, as it does for the AWS SDK: it has no threads of its own.
 *
 * <p>Source: "Use the Instance Metadata Service to access instance metadata", Amazon EC2 user
 * guide, 23 Nov 2026.
 */
final class MetadataService {
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** The longest value of a dimension, and longer than any token. */
  static final int VALUE_CHARS_MAX = 1_024;

  private static final String META_DATA = "/latest/meta-data/";
  private static final String TOKEN = "X-aws-ec2-metadata-token";
  private static final String CHANGE =
      "aws ec2 modify-instance-metadata-options --instance-id ID --";

  /** Seconds; a token is used for one round of questions. Allowed are 1 to 21,600. */
  private static final String TOKEN_TTL = "60";

  private final String endpoint;

  /** The service there: scheme, host and port. */
  MetadataService(URI endpoint) {
    this.endpoint = endpoint.toString().replaceFirst("/+$", "");
  }

  /** A token for what follows. */
  String token() throws MetadataException {
    String path = "/latest/api/token";
    Optional<byte[]> body = ask("PUT", path, "X-aws-ec2-metadata-token-ttl-seconds", TOKEN_TTL);
    if (body.isEmpty()) {
      throw new MetadataException(endpoint + " is no EC2 metadata service: it gives no tokens");
    }
    return checked(body.get(), path);
  }

  /**
   * The value at a path below {@code /latest/meta-data/}: 1 to {@value #VALUE_CHARS_MAX} printable
   * ASCII characters; empty if there is none (404).
   */
  Optional<String> value(String token, String path) throws MetadataException {
    Optional<byte[]> body = ask("GET", META_DATA + path, TOKEN, token);
    return body.isEmpty() ? Optional.empty() : Optional.of(checked(body.get(), path));
  }

  /** Whether there is anything at such a path. */
  boolean exists(String token, String path) throws MetadataException {
    return ask("GET", META_DATA + path, TOKEN, token).isPresent();
  }

  /** The start of what is answered, one byte longer than a value at most; empty if 404. */
  private Optional<byte[]> ask(String method, String path, String header, String headerValue)
      throws MetadataException {
    HttpURLConnection connection = null;
    try {
      connection =
          (HttpURLConnection) URI.create(endpoint + path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty(header, headerValue);
      return answer(connection, path);
    } catch (SocketTimeoutException e) {
      throw new MetadataException(
          endpoint
              + " does not answer within "
              + TIMEOUT.toSeconds()
              + " s; in a container, allow the answer a second hop ("
              + CHANGE
              + "http-put-response-hop-limit 2); elsewhere than on EC2, leave dimensions-from.ec2"
              + " out",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MetadataException(
          endpoint
              + " cannot be asked ("
              + e.getClass().getSimpleName()
              + "); on EC2, turn the metadata service on ("
              + CHANGE
              + "http-endpoint enabled); elsewhere, leave dimensions-from.ec2 out",
          e);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private Optional<byte[]> answer(HttpURLConnection connection, String path)
      throws IOException, MetadataException {
    int status = connection.getResponseCode();
    return switch (status) {
      case HttpURLConnection.HTTP_OK -> Optional.of(read(connection));
      case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
      case HttpURLConnection.HTTP_FORBIDDEN ->
          throw new MetadataException(
              endpoint
                  + " refuses to answer (403): the metadata service is turned off; turn it on ("
                  + CHANGE
                  + "http-endpoint enabled), or leave dimensions-from.ec2 out");
      case -1 -> throw new MetadataException(endpoint + " does not speak HTTP");
      default -> throw new MetadataException(endpoint + path + " answers with status " + status);
    };
  }

  private static byte[] read(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getInputStream()) {
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      // One more than is allowed, so that what is longer is seen to be.
      while (value.size() <= VALUE_CHARS_MAX) {
        int next = body.read();
        if (next < 0) {
          break;
        }
        // The connection's own timeout begins anew with each byte.
        if (System.nanoTime() > deadline) {
          throw new SocketTimeoutException("the answer drips");
        }
        value.write(next);
      }
      return value.toByteArray();
    }
  }

  /** Whoever answers at that address need not be EC2. */
  private String checked(byte[] body, String path) throws MetadataException {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (text.length() > VALUE_CHARS_MAX || text.isBlank() || !plain) {
      throw new MetadataException(
          endpoint
              + " answers for "
              + path
              + " what cannot be taken: allowed are 1 to "
              + VALUE_CHARS_MAX
              + " printable ASCII characters");
    }
    return text;
  }
}
