package io.sidestat.collector.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
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

  private static final String JSON_TYPE = "application/json; charset=utf-8";

  /** Words for people. */
  public static AdminReply text(int status, String words) {
    return new AdminReply(
        status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * An object for programs, and legible. An {@code Iterator} in it becomes a list, its elements
   * made as they are written.
   *
   * @throws IllegalArgumentException if it is longer than 8 MiB: more was asked for than is given
   */
  public static AdminReply json(int status, Object object) {
    return json(status, JSON, object);
  }

  /** An object that is asked for every second: nobody reads it, and its bytes count. */
  public static AdminReply compactJson(Object object) {
    return json(200, COMPACT, object);
  }

  private static AdminReply json(int status, ObjectMapper mapper, Object object) {
    BoundedBytes bytes = new BoundedBytes(AnswerRoom.ANSWER_BYTES_MAX);
    try {
      mapper.writeValue(bytes, object);
      bytes.write('\n');
      return new AdminReply(status, JSON_TYPE, bytes.toBytes());
    } catch (BoundedBytes.TooLongException e) {
      throw tooLong();
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON can be made of " + object.getClass(), e);
    }
  }

  /**
   * JSON that is written already.
   *
   * @throws IllegalArgumentException likewise
   */
  public static AdminReply json(int status, String written) {
    byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > AnswerRoom.ANSWER_BYTES_MAX) {
      throw tooLong();
    }
    return new AdminReply(status, JSON_TYPE, bytes);
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException(
        "the answer would be longer than %d MiB; ask for less"
            .formatted(AnswerRoom.ANSWER_BYTES_MAX >> 20));
  }
}
