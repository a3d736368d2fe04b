package io.sidestat.collector.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts TCP connections, on which StatsD lines come, each ended by a line feed. A connection on
 * which nothing came for the idle timeout is closed, and so is one more than {@link
 * #CONNECTIONS_MAX}, which is logged. One from a source that is not allowed is closed before a byte
 * of it is read, and counted.
 */
final class TcpListener extends ChannelInitializer<Channel> implements Listener {
  /** A host's apps have a few each; more are a leak or an attack. Each costs about 2 KB. */
  static final int CONNECTIONS_MAX = 1_024;

  private static final int CONNECTIONS_WAITING_MAX = 128;
  private static final Logger log = LoggerFactory.getLogger(TcpListener.class);

  private final DatagramParser parser;
  private final Runnable beforeParsing;
  private final Duration idleTimeout;
  private final SourceGate gate;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private boolean full;

  private final Channel acceptor;

  /** Where all connections put a stretch of lines together, one after the other. */
  private final byte[] scratch = new byte[LineDecoder.SCRATCH_BYTES];

  private TcpListener(ReceiveLoop loop, DatagramParser parser, ListenConfig config, Opening opening)
      throws IOException {
    this.parser = parser;
    this.beforeParsing = loop.beforeParsing();
    this.idleTimeout = config.tcpIdleTimeout();
    this.gate = new SourceGate(config.allow());
    ServerBootstrap bootstrap = new ServerBootstrap().group(loop.group()).childHandler(this);
    this.acceptor = opening.open(bootstrap);
  }

  private interface Opening {
    Channel open(ServerBootstrap bootstrap) throws IOException;
  }

  /** Binds and begins to accept. */
  static TcpListener bind(
      ReceiveLoop loop, InetSocketAddress address, DatagramParser parser, ListenConfig config)
      throws IOException {
    return new TcpListener(
        loop,
        parser,
        config,
        bootstrap ->
            Binding.await(
                bootstrap
                    .channel(
                        loop.epoll()
                            ? EpollServerSocketChannel.class
                            : NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, CONNECTIONS_WAITING_MAX)
                    .bind(address)));
  }

  /** Accepts on a socket of Linux's that listens already. */
  static TcpListener inherit(
      ReceiveLoop loop, int descriptor, DatagramParser parser, ListenConfig config)
      throws IOException {
    return new TcpListener(
        loop,
        parser,
        config,
        bootstrap ->
            Binding.await(
                bootstrap
                    .channelFactory(() -> new EpollServerSocketChannel(descriptor))
                    .register()));
  }

  @Override
  protected void initChannel(Channel connection) {
    if (!gate.open() && !admit(connection)) {
      var unused = connection.close();
      return;
    }
    if (connections.size() >= CONNECTIONS_MAX) {
      if (!full) {
        full = true;
        log.warn(
            "connection refused, too many are open; said once until there is room: address={},"
                + " open={}, allowed={}",
            address(),
            connections.size(),
            CONNECTIONS_MAX);
      }
      var unused = connection.close();
      return;
    }
    full = false;
    connections.add(connection);
    connection
        .pipeline()
        .addLast(new IdleStateHandler(idleTimeout.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
        .addLast(new LineDecoder(parser, beforeParsing, scratch));
  }

  /** Of one that broke before it was looked at there may be no address, and nothing to read. */
  private boolean admit(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress from
        && gate.admit(from.getAddress());
  }

  @Override
  public String address() {
    return Binding.text("tcp", (InetSocketAddress) acceptor.localAddress());
  }

  @Override
  public ListenerStatus status() {
    return new ListenerStatus(
        address(),
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        connections.size(),
        gate.refusedConnections());
  }

  @Override
  public void close() {
    var unused = acceptor.close();
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(LineDecoder.STOP));
    var unusedToo = connections.close();
  }
}
