package io.sidestat.collector.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket where there is no epoll, as on a developer's laptop. What the kernel drops is not
 * told there.
 */
final class NioDatagramListener implements Listener {
  private static final Logger log = LoggerFactory.getLogger(NioDatagramListener.class);

  private final Reader reader;
  private final Channel channel;

  private NioDatagramListener(Reader reader, Channel channel) {
    this.reader = reader;
    this.channel = channel;
  }

  /** Binds and begins to receive. */
  static NioDatagramListener bind(
      ReceiveLoop loop, InetSocketAddress address, ListenConfig config, DatagramParser parser)
      throws IOException {
    Reader reader = new Reader(parser, loop.beforeParsing(), new SourceGate(config.allow()));
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop.group())
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, Math.toIntExact(config.receiveBufferBytes()))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(DatagramParser.DATAGRAM_BYTES_MAX))
            .handler(reader);
    return new NioDatagramListener(reader, Binding.await(bootstrap.bind(address)));
  }

  @Override
  public String address() {
    return Binding.text("udp", (InetSocketAddress) channel.localAddress());
  }

  @Override
  public ListenerStatus status() {
    Integer bufferBytes = channel.config().getOption(ChannelOption.SO_RCVBUF);
    return new ListenerStatus(
        address(),
        reader.datagrams,
        OptionalLong.empty(),
        bufferBytes == null ? OptionalLong.empty() : OptionalLong.of(bufferBytes),
        0,
        reader.gate.refusedDatagrams());
  }

  @Override
  public void close() {
    var unused = channel.close();
  }

  private static final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
    private final DatagramParser parser;
    private final Runnable beforeParsing;
    private final SourceGate gate;
    private final byte[] bytes = new byte[DatagramParser.DATAGRAM_BYTES_MAX];
    private long datagrams;
    private boolean failing;

    Reader(DatagramParser parser, Runnable beforeParsing, SourceGate gate) {
      this.parser = parser;
      this.beforeParsing = beforeParsing;
      this.gate = gate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      if (!gate.open() && !gate.admit(packet.sender().getAddress())) {
        return;
      }
      ByteBuf content = packet.content();
      int length = content.readableBytes();
      content.getBytes(content.readerIndex(), bytes, 0, length);
      datagrams++;
      beforeParsing.run();
      parser.parse(bytes, 0, length);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!failing) {
        failing = true;
        log.error("receiving fails; said once, goes on", cause);
      }
    }
  }
}
