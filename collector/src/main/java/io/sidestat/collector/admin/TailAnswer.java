package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;

/**
 * What a collector answers to whoever wants to see lines as they come.
 *
 * @param words why there are none: untrusted; empty if there are
 * @param lines what {@code /api/v1/tail} answers as JSON; missing unless the kind is {@code LINES}
 */
public record TailAnswer(Kind kind, String words, JsonNode lines) {
  static final String PATH = "/api/v1/tail";

  /**
   * Two thousand lines are some hundred thousand bytes; of hostile ones each may take ten thousand.
   */
  static final int BYTES_MAX = 32 << 20;

  private static final int WORDS_CHARS_MAX = 500;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it went. */
  public enum Kind {
    /** There are lines, or none have come. */
    LINES,
    /** What was asked cannot be done, ever. */
    MISTAKE,
    /** The tail has ended, or a collector of an earlier version has none. */
    ENDED,
    /** It cannot be done now, or nobody answers. */
    NOT_NOW
  }

  static TailAnswer of(int httpStatus, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (httpStatus == OK) {
      JsonNode json = parsed(text);
      return json.path("id").isTextual() && json.path("lines").isArray()
          ? new TailAnswer(Kind.LINES, "", json)
          : without(Kind.NOT_NOW, "this is no answer of a collector");
    }
    Kind kind =
        switch (httpStatus) {
          case BAD_REQUEST -> Kind.MISTAKE;
          case NOT_FOUND -> Kind.ENDED;
          default -> Kind.NOT_NOW;
        };
    return without(kind, text);
  }

  static TailAnswer without(Kind kind, String words) {
    String stripped = words.strip();
    return new TailAnswer(
        kind,
        stripped.substring(0, Math.min(stripped.length(), WORDS_CHARS_MAX)),
        MissingNode.getInstance());
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** By this the tail is asked for again. */
  public String id() {
    return lines.path("id").asText();
  }
}
