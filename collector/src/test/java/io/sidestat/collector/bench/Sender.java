package io.sidestat.collector.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a pool's datagrams, paced. It goes in steps of at most {@link #STEP_NANOS} of traffic; who
 * falls behind does not catch up by a burst: the schedule starts anew from there, which is counted.
 * Runs of datagrams of equal length go to the kernel as one, which cuts them up again (UDP GSO,
 * Linux 4.18 and newer), since one core cannot send more than some 300,000 datagrams a second one
 * by one. The receiver gets ordinary datagrams.
 */
final class Sender implements AutoCloseable {
  /** How much traffic may go out at once. */
  private static final long STEP_NANOS = 200_000;

  /** Who is further behind starts a new schedule. */
  private static final long BEHIND_NANOS_MAX = 10_000_000;

  /** The kernel wakes a sleeper up to this much late; the rest of a pause is spun. */
  private static final long WAKE_LATE_NANOS = 60_000;

  /** No stretch of sending ends later than this after its time. */
  private static final long LATE_NANOS_MAX = 10_000_000_000L;

  private static final int UNPACED_DATAGRAMS = 512;

  /** The kernel cuts up at most so many at once (64 before Linux 6.9), of less than 64 KiB. */
  private static final int SEGMENTS_MAX = 64;

  private static final int GSO_BYTES_MAX = 60_000;

  /**
   * What was sent.
   *
   * @param newSchedules how often the sender was too far behind to keep to its schedule
   * @param errors datagrams, or runs of them, that the kernel refused
   */
  record Sent(
      long lines, long datagrams, long bytes, double seconds, long newSchedules, long errors) {

    /** This and what was sent after it. */
    Sent plus(Sent next) {
      return new Sent(
          lines + next.lines,
          datagrams + next.datagrams,
          bytes + next.bytes,
          seconds + next.seconds,
          newSchedules + next.newSchedules,
          errors + next.errors);
    }
  }

  private final DatagramPool pool;
  private final InetAddress host;
  private final ByteBuf bytes;
  private final long[] timesSent;
  private final boolean cuts = EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("load", true), EpollIoHandler.newFactory());
  private final Channel channel;
  private int next;
  private long errors;

  /**
   * A sender to that host.
   *
   * @throws IllegalArgumentException if it is not on this machine
   */
  Sender(DatagramPool pool, InetAddress host) {
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException("only loopback addresses may be loaded: " + host);
    }
    this.pool = pool;
    this.host = host;
    this.bytes = Unpooled.wrappedBuffer(pool.bytes());
    this.timesSent = new long[pool.size()];
    this.channel =
        new Bootstrap()
            .group(group)
            .channelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
            .handler(new ErrorCount())
            .bind(new InetSocketAddress(host, 0))
            .syncUninterruptibly()
            .channel();
  }

  private final class ErrorCount extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      errors++;
    }
  }

  /**
   * Sends, and returns when all is handed to the kernel.
   *
   * @param linesPerSecond 0 as fast as it goes
   * @param lines at least so many, up to the end of a datagram
   * @param secondsMax but not for longer
   */
  Sent send(int port, double linesPerSecond, long lines, double secondsMax)
      throws InterruptedException {
    Burst burst =
        new Burst(
            new InetSocketAddress(host, port),
            linesPerSecond / pool.linesPerDatagram() / TimeUnit.SECONDS.toNanos(1),
            lines,
            (long) (secondsMax * TimeUnit.SECONDS.toNanos(1)));
    channel.eventLoop().execute(burst);
    return burst.await();
  }

  /** What went out since the start, by series; while nothing is being sent. */
  List<SeriesTruth> truth() {
    return pool.truth(timesSent, Math.floorMod(next - 1, pool.size()));
  }

  /** One stretch of sending, a step at a time, on the event loop. */
  private final class Burst implements Runnable {
    private final InetSocketAddress target;
    private final double datagramsPerNano;
    private final long linesWanted;
    private final long start = System.nanoTime();
    private final long end;
    private final int stepDatagrams;
    private final CompletableFuture<Sent> done = new CompletableFuture<>();
    private final long errorsBefore = errors;
    private long scheduleStart = start;
    private long scheduledDatagrams;
    private long lines;
    private long datagrams;
    private long sentBytes;
    private long newSchedules;

    Burst(InetSocketAddress target, double datagramsPerNano, long linesWanted, long nanosMax) {
      this.target = target;
      this.datagramsPerNano = datagramsPerNano;
      this.linesWanted = linesWanted;
      this.end = start + nanosMax;
      this.stepDatagrams =
          datagramsPerNano == 0
              ? UNPACED_DATAGRAMS
              : (int) Math.max(1, Math.min(UNPACED_DATAGRAMS, datagramsPerNano * STEP_NANOS));
    }

    @Override
    public void run() {
      try {
        if (lines >= linesWanted || System.nanoTime() - end >= 0) {
          done.complete(sent());
          return;
        }
        awaitDue();
        // What the kernel would not take yet goes first.
        if (channel.isWritable()) {
          step();
        }
        channel.eventLoop().execute(this);
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    }

    private Sent sent() {
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Sent(lines, datagrams, sentBytes, seconds, newSchedules, errors - errorsBefore);
    }

    private void awaitDue() {
      if (datagramsPerNano == 0) {
        return;
      }
      long due = scheduleStart + (long) (scheduledDatagrams / datagramsPerNano);
      long ahead = due - System.nanoTime();
      if (ahead < -BEHIND_NANOS_MAX) {
        scheduleStart = due - ahead;
        scheduledDatagrams = 0;
        newSchedules++;
      }
      if (ahead > 2 * WAKE_LATE_NANOS) {
        LockSupport.parkNanos(ahead - WAKE_LATE_NANOS);
      }
      while (due - System.nanoTime() > 0) {
        Thread.onSpinWait();
      }
    }

    private void step() {
      int left = stepDatagrams;
      while (left > 0 && lines < linesWanted) {
        int count = run(left);
        int length = pool.length(next);
        ByteBuf run = bytes.retainedSlice(pool.offset(next), count * length);
        // A failure goes to the channel's handler: a promise for each would be memory for nothing.
        var unused =
            channel.write(
                count == 1
                    ? new DatagramPacket(run, target)
                    : new SegmentedDatagramPacket(run, length, target),
                channel.voidPromise());
        sentBytes += (long) count * length;
        for (int i = 0; i < count; i++) {
          lines += pool.lines(next);
          timesSent[next]++;
          next = next + 1 == pool.size() ? 0 : next + 1;
        }
        left -= count;
        datagrams += count;
        scheduledDatagrams += count;
      }
      channel.flush();
    }

    /** How many datagrams from the next one on go out as one. */
    private int run(int most) {
      int length = pool.length(next);
      int fits = Math.max(1, Math.min(most, cuts ? GSO_BYTES_MAX / length : 1));
      fits = Math.min(fits, SEGMENTS_MAX);
      int count = 1;
      while (count < fits
          && next + count < pool.size()
          && pool.length(next + count) == length
          && count * (long) Math.max(1, pool.lines(next)) < linesWanted - lines) {
        count++;
      }
      return count;
    }

    Sent await() throws InterruptedException {
      try {
        return done.get(end - start + LATE_NANOS_MAX, TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("sending failed", e);
      }
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    bytes.release();
  }
}
