package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the admin server.
 *
 * @param status of HTTP
 * @param type of the body, with its charset if it is text
 */
public record AdminReply(int status, String type, byte[] body) {
  private static final ObjectMapper COMPACT = AsciiJson.mapper();
  private static final ObjectMapper JSON =
      AsciiJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Words for people. */
  public static AdminReply text(int status, String words) {
    return new AdminReply(
        status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
  }

  /** An object for programs, and legible. */
  public static AdminReply json(int status, Object object) {
    return json(status, written(JSON, object));
  }

  /** An object that is asked for every second: nobody reads it, and its bytes count. */
  public static AdminReply compactJson(Object object) {
    return json(200, written(COMPACT, object));
  }

  private static String written(ObjectMapper mapper, Object object) {
    try {
      return mapper.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + object.getClass(), e);
    }
  }

  /** JSON that is written already. */
  public static AdminReply json(int status, String written) {
    return new AdminReply(
        status, "application/json; charset=utf-8", written.getBytes(StandardCharsets.UTF_8));
  }
}
