package io.sidestat.collector.listen;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The owner thread: Linux's epoll where Netty has it built, NIO elsewhere. {@link Listeners} gives
 * it sockets. Whatever touches parser or aggregator goes through {@link #call} or {@link
 * #schedule}.
 */
public final class ReceiveLoop implements AutoCloseable {
  private static final long CALL_SECONDS_MAX = 10;

  private final Runnable beforeParsing;
  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory("sidestat-receive", true),
          epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

  /**
   * A loop that waits for sockets.
   *
   * @param beforeParsing told by the owner thread each time that something was read, before it is
   *     parsed: a few hundred datagrams at most come between two calls
   */
  public ReceiveLoop(Runnable beforeParsing) {
    this.beforeParsing = beforeParsing;
  }

  Runnable beforeParsing() {
    return beforeParsing;
  }

  /** Whether the sockets are Linux's own, of which more can be told. */
  boolean epoll() {
    return epoll;
  }

  EventLoopGroup group() {
    return group;
  }

  IoEventLoop thread() {
    return (IoEventLoop) group.next();
  }

  /** Runs the task on the owner thread and waits for its answer, 10 s at most. */
  public <T> T call(Callable<T> task) throws InterruptedException {
    try {
      return group.submit(task).get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the receive thread did not answer", e);
    }
  }

  /** Whether the owner thread gets to a task within that time. */
  public boolean answers(Duration patience) throws InterruptedException {
    try {
      Future<?> task = group.submit(() -> {});
      try {
        task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } finally {
        task.cancel(false);
      }
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return false;
    }
  }

  /** Runs the task on the owner thread after a while. */
  public void schedule(Runnable task, long delayMillis) {
    // What the task throws it must handle itself.
    var unused = group.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
