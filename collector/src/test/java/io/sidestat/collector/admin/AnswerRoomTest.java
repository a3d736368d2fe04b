package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many answers may be in memory, and how long one may be. */
class AnswerRoomTest {
  private final AnswerRoom room = new AnswerRoom();

  private static AdminReply answer(int bytes) {
    return new AdminReply(200, "text/plain", new byte[bytes]);
  }

  @Test
  void enter_largeOnes_shareTheRoomOfOneOfTheLargest() {
    AdminReply half = answer(AnswerRoom.ANSWER_BYTES_MAX / 2);

    assertTrue(room.enter(half));
    assertTrue(room.enter(half));
    assertFalse(room.enter(answer(AnswerRoom.SMALL_BYTES_MAX + 1)));

    room.leave(half);
    assertTrue(room.enter(answer(AnswerRoom.SMALL_BYTES_MAX + 1)));
  }

  @Test
  void enter_smallOne_alwaysHasRoom() {
    assertTrue(room.enter(answer(AnswerRoom.ANSWER_BYTES_MAX)));

    AdminReply small = answer(AnswerRoom.SMALL_BYTES_MAX);
    assertTrue(room.enter(small));
    room.leave(small);

    assertFalse(room.enter(answer(AnswerRoom.SMALL_BYTES_MAX + 1)));
  }

  @Test
  void json_longerThanTheRoom_isRefusedAsTooMuchAskedFor() {
    List<String> mebibytes = Collections.nCopies(8, "x".repeat(1 << 20));

    Exception told =
        assertThrows(IllegalArgumentException.class, () -> AdminReply.json(200, mebibytes));

    assertEquals("the answer would be longer than 8 MiB; ask for less", told.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> AdminReply.json(200, "x".repeat(AnswerRoom.ANSWER_BYTES_MAX + 1)));
  }

  @Test
  void json_iterator_isAList() {
    AdminReply reply = AdminReply.json(200, Map.of("rows", List.of(1, 2).iterator()));

    assertEquals("{\n  \"rows\" : [ 1, 2 ]\n}\n", new String(reply.body(), StandardCharsets.UTF_8));
  }
}
