package io.sidestat.collector.listen;

import io.netty.util.NetUtil;
import io.sidestat.collector.config.SourceNetworks;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a listener lets in, and whom it did not. For the owner thread. Nothing is logged here: a
 * flood from elsewhere must not become one of lines.
 */
final class SourceGate {
  private final SourceNetworks allowed;
  private long refused;
  private @Nullable InetAddress first;
  private @Nullable InetAddress last;

  SourceGate(SourceNetworks allowed) {
    this.allowed = allowed;
  }

  /** Whether all are let in: then sources need not be asked for. */
  boolean open() {
    return allowed.all();
  }

  /** Lets a source in, or counts it as refused. */
  boolean admit(InetAddress source) {
    if (allowed.contains(source)) {
      return true;
    }
    refused++;
    first = first == null ? source : first;
    last = source;
    return false;
  }

  long refused() {
    return refused;
  }

  /** Of a listener that asks for each datagram. */
  Refusals refusedDatagrams() {
    return new Refusals(refused, 0, text(first), text(last));
  }

  /** Of a listener that asks for each connection. */
  Refusals refusedConnections() {
    return new Refusals(0, refused, text(first), text(last));
  }

  private static Optional<String> text(@Nullable InetAddress source) {
    return Optional.ofNullable(source).map(NetUtil::toAddressString);
  }
}
