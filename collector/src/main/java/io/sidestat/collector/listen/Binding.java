package io.sidestat.collector.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What binding any kind of address takes. */
final class Binding {
  private Binding() {}

  /** Waits for Netty to bind: it throws the bind's IOException unchecked, and undeclared. */
  static Channel await(ChannelFuture bound) throws IOException {
    try {
      return bound.syncUninterruptibly().channel();
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** An address for the user: {@code udp:127.0.0.1:8125}, {@code tcp:[::1]:8125}. */
  static String text(String kind, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return kind
        + ":"
        + (host.indexOf(':') < 0 ? host : "[" + host.replace("0:0:0:0:0:0:0:", "::") + "]")
        + ":"
        + address.getPort();
  }
}
