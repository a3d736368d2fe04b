package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whether the owner thread is there. */
class ReceiveLoopTest {
  private static final Duration AMPLE = Duration.ofSeconds(15);

  private final CountDownLatch released = new CountDownLatch(1);

  private void waitForRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void answers_threadThatHangs_doesNotUntilItIsFree() throws Exception {
    try (ReceiveLoop loop = new ReceiveLoop(() -> {})) {
      assertTrue(loop.answers(AMPLE));

      loop.schedule(this::waitForRelease, 0);

      assertFalse(loop.answers(Duration.ofMillis(50)));
      released.countDown();
      assertTrue(loop.answers(AMPLE));
    }
  }

  @Test
  void answers_threadThatHasEnded_doesNot() throws Exception {
    ReceiveLoop loop = new ReceiveLoop(() -> {});
    loop.close();

    assertFalse(loop.answers(AMPLE));
  }
}
