package io.sidestat.collector.publish;

import io.sidestat.collector.journal.OutboxRow;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that do nothing but send and put down how it went. Thread-safe. */
final class SenderThreads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SenderThreads.class);

  private final MetricSender sender;
  private final Queue<Optional<Attempt>> ended;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ExecutorService threads;

  /**
   * Threads that wait for work.
   *
   * @param ended where attempts are put when they have ended
   */
  SenderThreads(int count, MetricSender sender, Queue<Optional<Attempt>> ended) {
    this.sender = sender;
    this.ended = ended;
    this.threads = Executors.newFixedThreadPool(count, this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sidestat-send-" + numbers.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Sends; how it went is put down in the end, whatever happens. */
  void send(OutboxRow row) {
    threads.execute(() -> ended.add(Optional.of(attempt(row))));
  }

  private Attempt attempt(OutboxRow row) {
    long start = System.nanoTime();
    SendException failure = failure(row);
    return new Attempt(row, failure, System.nanoTime() - start);
  }

  /** Why it failed; null if it did not. */
  private @Nullable SendException failure(OutboxRow row) {
    try {
      sender.send(row.batch());
      return null;
    } catch (SendException e) {
      return e;
    } catch (RuntimeException | StackOverflowError e) {
      // A bug, ours or the SDK's: the request is as good as any other. The JDK's HTTP client
      // overflows its stack if it is sent interim answers (100) without end.
      SendException failure = Failures.unexpected(e);
      log.debug("{}: request={}", failure.getMessage(), row.id(), failure.getCause());
      return failure;
    }
  }

  /** Interrupts what is being sent. What waits for a thread is not sent and not put down. */
  @Override
  public void close() {
    var unused = threads.shutdownNow();
  }
}
