package io.sidestat.collector.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner thread and its sockets: Linux's epoll where Netty has it built, NIO elsewhere. Whatever
 * touches parser or aggregator goes through {@link #call} or {@link #schedule}.
 */
public final class ReceiveLoop implements AutoCloseable {
  /**
   * Asked for, so that a burst waits in the kernel while we are busy; the kernel may grant less.
   */
  static final int RECEIVE_BUFFER_BYTES = 8 << 20;

  /** The largest datagram there can be, so that none is ever cut. */
  static final int DATAGRAM_BYTES_MAX = 65_535;

  /** Datagrams read in one system call, where there is recvmmsg. */
  private static final int DATAGRAMS_A_READ = 16;

  private static final long CALL_SECONDS_MAX = 10;
  private static final Logger log = LoggerFactory.getLogger(ReceiveLoop.class);

  private final boolean epoll = Epoll.isAvailable();
  private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory("sidestat-receive", true),
          epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

  /**
   * Listens for datagrams and hands them to the parser, from now on.
   *
   * @return the address bound, with the real port if 0 was asked for
   * @throws IOException if the address cannot be bound
   */
  public InetSocketAddress bindUdp(InetSocketAddress address, DatagramParser parser)
      throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(
                    epoll ? DATAGRAM_BYTES_MAX * DATAGRAMS_A_READ : DATAGRAM_BYTES_MAX))
            .handler(new DatagramReader(parser));
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES_MAX);
    }
    try {
      Channel channel = bootstrap.bind(address).syncUninterruptibly().channel();
      sockets.add(channel);
      warnOfSmallBuffer(channel);
      return (InetSocketAddress) channel.localAddress();
    } catch (Exception e) {
      // Netty throws the bind's IOException unchecked, and undeclared.
      throw new IOException(e.getMessage(), e);
    }
  }

  private void warnOfSmallBuffer(Channel channel) {
    Integer reported = channel.config().getOption(ChannelOption.SO_RCVBUF);
    // Linux reports twice what it granted, the half of it for its own book-keeping (socket(7)).
    int granted = reported == null ? 0 : epoll ? reported / 2 : reported;
    if (granted < RECEIVE_BUFFER_BYTES) {
      log.info(
          "receive buffer: asked_bytes={}, granted_bytes={}; for bursts, raise it with"
              + " sysctl -w net.core.rmem_max={}",
          RECEIVE_BUFFER_BYTES,
          granted,
          RECEIVE_BUFFER_BYTES);
    }
  }

  /** Closes the sockets; the thread goes on. What the kernel still holds is not read. */
  public void unbind() {
    sockets.close().awaitUninterruptibly();
  }

  /** Runs the task on the owner thread and waits for its answer, 10 s at most. */
  public <T> T call(Callable<T> task) throws InterruptedException {
    try {
      return group.submit(task).get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the receive thread did not answer", e);
    }
  }

  /** Runs the task on the owner thread after a while. */
  public void schedule(Runnable task, long delayMillis) {
    // What the task throws it must handle itself.
    var unused = group.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Closes the sockets and ends the thread. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
