package io.sidestat.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.sidestat.collector.protocol.DatagramParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies each datagram out of Netty's buffer, once, into bytes that the parser reads at full speed.
 */
final class DatagramReader extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger log = LoggerFactory.getLogger(DatagramReader.class);

  private final DatagramParser parser;
  private final byte[] bytes = new byte[ReceiveLoop.DATAGRAM_BYTES_MAX];
  private boolean failing;

  DatagramReader(DatagramParser parser) {
    this.parser = parser;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf content = packet.content();
    int length = content.readableBytes();
    content.getBytes(content.readerIndex(), bytes, 0, length);
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
