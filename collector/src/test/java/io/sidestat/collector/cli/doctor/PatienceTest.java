package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Waiting with bounds. */
class PatienceTest {
  @Test
  void await_whatComes_isThere() throws Exception {
    try (Patience patience = new Patience(Duration.ofSeconds(10))) {
      assertEquals(Optional.of(4), patience.await(patience.begin(() -> 4), Duration.ofSeconds(10)));
    }
  }

  @Test
  void await_whatHangs_isEmptyAtItsOwnBoundAndAtTheTotal() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Patience own = new Patience(Duration.ofMinutes(1));
        Patience total = new Patience(Duration.ZERO)) {
      assertEquals(Optional.empty(), own.await(own.begin(() -> hang(never)), Duration.ofMillis(5)));
      assertEquals(
          Optional.empty(), total.await(total.begin(() -> hang(never)), Duration.ofMinutes(1)));
    }
  }

  @Test
  void await_whatFails_throws() {
    try (Patience patience = new Patience(Duration.ofSeconds(10))) {
      var failing =
          patience.begin(
              () -> {
                throw new IllegalArgumentException("no");
              });

      assertThrows(
          IllegalStateException.class, () -> patience.await(failing, Duration.ofSeconds(10)));
    }
  }

  private static int hang(CountDownLatch never) throws InterruptedException {
    never.await();
    return 1;
  }
}
