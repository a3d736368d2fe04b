package io.sidestat.collector.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A process that receives datagrams in one of Java's ways and only counts them: what a collector
 * written in Java can be compared with. Arguments: the way, the {@link TallyFile}. All ask for the
 * same receive buffer, listen on a free port of 127.0.0.1 and run until they are killed.
 */
public final class CountingReceiver {
  /** Asked for by every receiver here, in C too. */
  static final int RECEIVE_BUFFER_BYTES = 8 << 20;

  private static final int DATAGRAM_BYTES = 2048;
  private static final int DATAGRAMS_A_READ = 64;

  /** Ways to receive. */
  enum Way {
    /** Netty's epoll channel, 64 datagrams a recvmmsg. */
    EPOLL("Netty epoll, recvmmsg"),
    /** A blocking channel of the JDK. */
    NIO("java.nio, blocking"),
    /** Netty's bare socket, on its epoll loop. */
    RECV("Netty epoll, bare recv"),
    /** Netty's io_uring channel. */
    IO_URING("Netty io_uring");

    final String label;

    Way(String label) {
      this.label = label;
    }
  }

  private final TallyFile tally;

  private CountingReceiver(TallyFile tally) {
    this.tally = tally;
  }

  /** Receives until it is killed. */
  public static void main(String[] args) throws Exception {
    CountingReceiver receiver = new CountingReceiver(TallyFile.map(Path.of(args[1])));
    switch (Way.valueOf(args[0])) {
      case EPOLL -> receiver.channel(EpollIoHandler.newFactory(), EpollDatagramChannel.class);
      case IO_URING -> {
        IoUring.ensureAvailability();
        receiver.channel(IoUringIoHandler.newFactory(), IoUringDatagramChannel.class);
      }
      case NIO -> receiver.nio();
      case RECV -> receiver.recv();
    }
  }

  private static MultiThreadIoEventLoopGroup loop(IoHandlerFactory factory) {
    return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("receive"), factory);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void channel(IoHandlerFactory factory, Class<? extends DatagramChannel> type) {
    boolean epoll = type == EpollDatagramChannel.class;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop(factory))
            .channel(type)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(
                    epoll ? DATAGRAM_BYTES * DATAGRAMS_A_READ : DATAGRAM_BYTES))
            .handler(new Count());
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES);
    }
    Channel channel = bootstrap.bind(anyPort()).syncUninterruptibly().channel();
    tally.listening(((InetSocketAddress) channel.localAddress()).getPort());
  }

  private final class Count extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      tally.add(1, packet.content().readableBytes());
    }
  }

  private void nio() throws IOException {
    try (java.nio.channels.DatagramChannel channel =
        java.nio.channels.DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.bind(anyPort());
      tally.listening(((InetSocketAddress) channel.getLocalAddress()).getPort());
      ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
      while (channel.isOpen()) {
        buffer.clear();
        channel.receive(buffer);
        tally.add(1, buffer.position());
      }
    }
  }

  private void recv() throws Exception {
    Epoll.ensureAvailability();
    Socket socket = Socket.newSocketDgram();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.bind(anyPort());
    IoEventLoop loop = loop(EpollIoHandler.newFactory()).next();
    IoRegistration registration = loop.register(new BareSocket(socket)).sync().getNow();
    registration.submit(EpollIoOps.EPOLLIN);
    tally.listening(socket.localAddress().getPort());
  }

  /** Reads what is there, then lets the loop wait. */
  private final class BareSocket implements EpollIoHandle {
    private final Socket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);

    BareSocket(Socket socket) {
      this.socket = socket;
    }

    @Override
    public FileDescriptor fd() {
      return socket;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      try {
        int datagrams = 0;
        long bytes = 0;
        int length = socket.recv(buffer, 0, DATAGRAM_BYTES);
        while (length > 0) {
          datagrams++;
          bytes += length;
          length = datagrams < DATAGRAMS_A_READ ? socket.recv(buffer, 0, DATAGRAM_BYTES) : 0;
        }
        tally.add(datagrams, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
