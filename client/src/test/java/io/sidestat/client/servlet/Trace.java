package io.sidestat.client.servlet;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a test's application did, and the threads that it does the rest on. */
final class Trace implements AutoCloseable {

  /** How long asynchronous requests take at least. */
  static final long ASYNC_MILLIS = 60;

  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "later");
            thread.setDaemon(true);
            return thread;
          });

  /** What the servlet threw. */
  volatile @Nullable Throwable thrown;

  /** What came out of the filter. */
  volatile @Nullable Throwable seen;

  @SuppressWarnings("FutureReturnValueIgnored") // A failure shows as a request that never ends.
  void later(Runnable task) {
    later.schedule(task, ASYNC_MILLIS, TimeUnit.MILLISECONDS);
  }

  <T extends Throwable> T throwing(T failure) {
    thrown = failure;
    return failure;
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
