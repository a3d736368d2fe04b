package io.sidestat.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ByteProcessor;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a connection's bytes into lines and hands them to the parser, as many at a time as came. A
 * line too long is rejected up to its end and the connection goes on. What stands behind the last
 * line feed when the sender closes is a line too; when the connection breaks, or is closed on our
 * side, it is rejected, since nobody knows what is missing.
 */
final class LineDecoder extends ByteToMessageDecoder {
  /** Told to a connection before we close it. */
  static final Object STOP = new Object();

  /** A line of the longest there may be and its line feed. */
  static final int SCRATCH_BYTES = DatagramParser.LINE_BYTES_MAX + 1;

  private static final Logger log = LoggerFactory.getLogger(LineDecoder.class);

  private final DatagramParser parser;
  private final Runnable beforeParsing;
  private final byte[] bytes;
  private boolean insideLongLine;
  private boolean broken;

  /**
   * A decoder for one connection.
   *
   * @param scratch of {@link #SCRATCH_BYTES}, which decoders of one thread may share
   */
  LineDecoder(DatagramParser parser, Runnable beforeParsing, byte[] scratch) {
    this.parser = parser;
    this.beforeParsing = beforeParsing;
    this.bytes = scratch;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (insideLongLine) {
      skipLongLine(in);
      return;
    }
    beforeParsing.run();
    int window = Math.min(in.readableBytes(), bytes.length);
    int lastFeed = in.forEachByteDesc(in.readerIndex(), window, ByteProcessor.FIND_LF);
    if (lastFeed >= 0) {
      int length = take(in, lastFeed + 1 - in.readerIndex());
      parser.lines(bytes, 0, length);
    } else if (window == bytes.length) {
      int length = take(in, window);
      parser.reject(RejectReason.LINE_TOO_LONG, bytes, 0, length);
      insideLongLine = true;
    }
  }

  private void skipLongLine(ByteBuf in) {
    int toFeed = in.bytesBefore((byte) '\n');
    insideLongLine = toFeed < 0;
    in.skipBytes(toFeed < 0 ? in.readableBytes() : toFeed + 1);
  }

  private int take(ByteBuf in, int length) {
    in.readBytes(bytes, 0, length);
    return length;
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    // All whole lines were taken: what is left is shorter than a line may be.
    if (in.isReadable() && !insideLongLine) {
      beforeParsing.run();
      int length = take(in, in.readableBytes());
      if (broken) {
        parser.reject(RejectReason.LINE_CUT_OFF, bytes, 0, length);
      } else {
        parser.lines(bytes, 0, length);
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      broken = true;
      log.debug("connection closed, nothing came for long: from={}", context.channel());
      var unused = context.close();
    } else if (event == STOP) {
      broken = true;
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken = true;
    if (cause instanceof IOException) {
      log.debug("connection broke: from={}, problem={}", context.channel(), cause.getMessage());
    } else {
      log.error("reading a connection failed, it is closed: from={}", context.channel(), cause);
    }
    var unused = context.close();
  }
}
