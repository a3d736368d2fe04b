package io.sidestat.collector.cli.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for what may hang, each for so long and all together for so long. What does not come in
 * time is left behind on a daemon thread, since a name that is being resolved, say, cannot be
 * stopped.
 */
final class Patience implements AutoCloseable {
  private final long deadlineNanos;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sidestat-doctor");
            thread.setDaemon(true);
            return thread;
          });

  Patience(Duration total) {
    this.deadlineNanos = System.nanoTime() + total.toNanos();
  }

  /** Begins something. */
  <T> Future<T> begin(Callable<T> task) {
    return threads.submit(task);
  }

  /** Empty if it does not come in time. What it throws is a fault of ours. */
  <T> Optional<T> await(Future<T> task, Duration most) throws InterruptedException {
    long nanos = Math.min(most.toNanos(), deadlineNanos - System.nanoTime());
    try {
      return Optional.of(task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      task.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
