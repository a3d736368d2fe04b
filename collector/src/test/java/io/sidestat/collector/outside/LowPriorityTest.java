package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LowPriorityTest {
  private static final String NAME = "sidestat-low";

  /** Of {@code /proc/thread-self/stat}, counted from behind the name; see proc(5). */
  private static final int NICE_FIELD = 16;

  private final ExecutorService low = Executors.newSingleThreadExecutor(r -> new Thread(r, NAME));

  @AfterEach
  void stop() {
    low.shutdownNow();
  }

  @Test
  void aThreadOfThatNameGetsIt_andThoseThatItStarts_andNoOther() throws Exception {
    assumeTrue(reniceIsThere());
    int usual = nice();
    assertEquals(usual, low.submit(LowPriorityTest::nice).get());

    assertTrue(LowPriority.give(NAME).get(10, TimeUnit.SECONDS));

    assertEquals(LowPriority.NICE, low.submit(LowPriorityTest::nice).get());
    assertEquals(LowPriority.NICE, low.submit(() -> inThreadOfItsOwn(LowPriorityTest::nice)).get());
    assertEquals(usual, nice());
  }

  @Test
  void noSuchThread_isNoFault() throws Exception {
    assertFalse(LowPriority.give("nobody").get(10, TimeUnit.SECONDS));
  }

  private static <T> T inThreadOfItsOwn(Callable<T> work)
      throws ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task).start();
    return task.get();
  }

  private static int nice() throws Exception {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[NICE_FIELD]);
  }

  private static boolean reniceIsThere() {
    return Files.isDirectory(Path.of("/proc/self/task"))
        && (Files.isExecutable(Path.of("/usr/bin/renice"))
            || Files.isExecutable(Path.of("/bin/renice")));
  }
}
