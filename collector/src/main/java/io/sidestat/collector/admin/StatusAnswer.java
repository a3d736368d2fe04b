package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the admin address. Untrusted: anybody may hold the port.
 *
 * @param words what it said or did, unless it is a collector that told its status
 * @param status a {@link StatusReport} as JSON; missing unless the kind is {@code COLLECTOR}
 */
public record StatusAnswer(Kind kind, String words, JsonNode status) {
  static final String PATH = "/api/v1/status";

  /**
   * A status is some ten thousand bytes; with long names in all its lists, some hundred thousand.
   */
  static final int BYTES_MAX = 4 << 20;

  private static final int WORDS_CHARS_MAX = 200;
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What answers. */
  public enum Kind {
    /** A collector, with its status. */
    COLLECTOR,
    /** A collector that starts, stops or cannot tell its status; or one that is refused to us. */
    COLLECTOR_WITHOUT_STATUS,
    /** Something else than a collector. */
    STRANGER,
    /** The port takes connections and nothing comes, or does not even refuse them. */
    SILENT,
    /** Nobody listens there. */
    NOBODY
  }

  static StatusAnswer of(int httpStatus, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    JsonNode json = parsed(text);
    if (httpStatus == OK && json.path("ledger").isObject() && json.path("version").isTextual()) {
      return new StatusAnswer(Kind.COLLECTOR, "", json);
    }
    String words = "HTTP " + httpStatus + " " + start(text);
    boolean ours =
        (httpStatus == UNAVAILABLE && text.startsWith("the collector "))
            || (httpStatus == FORBIDDEN && text.startsWith("ask for this host "));
    return without(ours ? Kind.COLLECTOR_WITHOUT_STATUS : Kind.STRANGER, words);
  }

  static StatusAnswer of(@Nullable Throwable failure, Duration patience) {
    if (failure instanceof HttpConnectTimeoutException || failure instanceof HttpTimeoutException) {
      return silent(patience);
    }
    if (failure instanceof ConnectException) {
      return nobody(
          failure.getCause() instanceof UnresolvedAddressException
              ? "the host cannot be resolved"
              : "connection refused");
    }
    return without(Kind.STRANGER, start(String.valueOf(failure)));
  }

  static StatusAnswer nobody(String words) {
    return without(Kind.NOBODY, words);
  }

  static StatusAnswer silent(Duration patience) {
    return without(Kind.SILENT, "no answer within " + patience.toSeconds() + " s");
  }

  private static StatusAnswer without(Kind kind, String words) {
    return new StatusAnswer(kind, words, MissingNode.getInstance());
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String start(String text) {
    String stripped = text.strip();
    return stripped.codePointCount(0, stripped.length()) > WORDS_CHARS_MAX
        ? stripped.substring(0, stripped.offsetByCodePoints(0, WORDS_CHARS_MAX)) + "..."
        : stripped;
  }
}
