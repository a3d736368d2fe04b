package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerTest {

  private final MemorySink sink = new MemorySink();
  private final SidestatClient client = SidestatClient.builder().build(sink);
  private final Timer timer = client.timer("t");

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void start_inTryWithResources_recordsAtItsEnd() {
    try (Timer.Span span = timer.start()) {
      assertEquals(0, client.stats().samplesAccepted(), span::toString);
    }
    assertRecordedOnce();
  }

  @Test
  void start_closedTwice_recordsOnce() {
    Timer.Span span = timer.start();
    span.close();
    span.close();
    assertRecordedOnce();
  }

  @Test
  void timeCallable_thatReturns_returnsItAndRecords() throws Exception {
    String answer = timer.time(() -> "answer");

    assertEquals("answer", answer);
    assertRecordedOnce();
  }

  @Test
  void timeCallable_thatThrows_rethrowsAndRecords() {
    IOException failure = new IOException("mine");

    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                timer.time(
                    () -> {
                      if (failure.getCause() == null) {
                        throw failure;
                      }
                      return "answer";
                    }));

    assertSame(failure, thrown);
    assertRecordedOnce();
  }

  @Test
  void timeRunnable_thatThrows_rethrowsAndRecords() {
    IllegalStateException failure = new IllegalStateException("mine");
    Runnable task =
        () -> {
          throw failure;
        };

    assertSame(failure, assertThrows(IllegalStateException.class, () -> timer.time(task)));
    assertRecordedOnce();
  }

  private void assertRecordedOnce() {
    client.close();
    assertEquals(1, sink.lines().size());
    String line = sink.lines().get(0);
    assertTrue(line.matches("t:\\d+(\\.\\d{1,6})?\\|ms"), line);
  }
}
