package io.sidestat.collector.listen;

import io.netty.channel.ChannelException;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets that samples come in on, on one {@link ReceiveLoop}: those that were inherited, and
 * of each kind that none was inherited of, those that are configured.
 */
public final class Listeners {
  private static final String IN_USE =
      "; if it is in use, another collector or StatsD server (the CloudWatch agent's too) holds the"
          + " port: stop it, or set ";
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final ReceiveLoop loop;
  private final ListenConfig config;
  private final DatagramParser parser;
  private final List<Listener> listeners = new ArrayList<>();

  private Listeners(ReceiveLoop loop, ListenConfig config, DatagramParser parser) {
    this.loop = loop;
    this.config = config;
    this.parser = parser;
  }

  /**
   * Opens them; from now on samples come in.
   *
   * @throws ListenException if one cannot be had: then none is open
   */
  public static Listeners open(
      ReceiveLoop loop, ListenConfig config, InheritedSockets inherited, DatagramParser parser)
      throws ListenException, InterruptedException {
    Listeners all = new Listeners(loop, config, parser);
    try {
      all.inherit(inherited);
      all.openConfigured();
      all.tellOfSmallBuffers();
      return all;
    } catch (ListenException e) {
      all.close();
      throw e;
    }
  }

  private void inherit(InheritedSockets inherited) throws ListenException {
    for (int descriptor : inherited.descriptors()) {
      try {
        Listener listener = new InheritedSocket(descriptor).open(loop, parser, config);
        listeners.add(listener);
        log.info("took over a socket: descriptor={}, listener={}", descriptor, listener.address());
      } catch (IOException | ChannelException e) {
        throw new ListenException(
            "cannot take over socket %d of LISTEN_FDS: %s; look at the ListenDatagram= and ListenStream= lines of the socket unit"
                .formatted(descriptor, e.getMessage()),
            e);
      }
    }
  }

  private void openConfigured() throws ListenException {
    boolean udp = has("udp:");
    boolean tcp = has("tcp:");
    boolean unix = has("unix:");
    for (HostPort address : udp ? List.<HostPort>of() : config.udp()) {
      openUdp(address);
    }
    if (config.tcp().isPresent() && !tcp) {
      openTcp(config.tcp().get());
    }
    if (config.unix().isPresent() && !unix) {
      openUnix(config.unix().get());
    }
  }

  private boolean has(String kind) {
    return listeners.stream().anyMatch(listener -> listener.address().startsWith(kind));
  }

  private void openUdp(HostPort address) throws ListenException {
    InetSocketAddress resolved = resolve("listen.udp", address);
    if (config.udp().size() > 1 && isMissingLoopback(resolved.getAddress())) {
      log.info("passed over, since this host has no such address: listen.udp={}", address);
      return;
    }
    try {
      listeners.add(
          loop.epoll()
              ? EpollDatagramListener.udp(loop, resolved, config, parser)
              : NioDatagramListener.bind(loop, resolved, config, parser));
    } catch (IOException | ChannelException e) {
      throw new ListenException(
          "cannot listen on udp " + address + ": " + e.getMessage() + IN_USE + "listen.udp", e);
    }
  }

  private void openTcp(HostPort address) throws ListenException {
    InetSocketAddress resolved = resolve("listen.tcp", address);
    try {
      listeners.add(TcpListener.bind(loop, resolved, parser, config));
    } catch (IOException e) {
      throw new ListenException(
          "cannot listen on tcp " + address + ": " + e.getMessage() + IN_USE + "listen.tcp", e);
    }
  }

  private void openUnix(Path path) throws ListenException {
    if (!loop.epoll()) {
      throw new ListenException("cannot listen on " + path + ": listen.unix needs Linux");
    }
    try {
      listeners.add(EpollDatagramListener.unix(loop, path, config, parser));
    } catch (IOException | ChannelException e) {
      throw new ListenException(
          "cannot listen on unix socket %s: %s; the collector must be able to write to its directory and, for listen.unix-owner, be allowed to give it away"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static InetSocketAddress resolve(String key, HostPort address) throws ListenException {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException e) {
      throw new ListenException(
          "%s names a host that cannot be resolved: %s; write an address of this host, such as 127.0.0.1:%d"
              .formatted(key, address, address.port()),
          e);
    }
  }

  /** Whether it is a loopback address of a kind that this host does not speak. */
  private static boolean isMissingLoopback(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          && address.getAddress().length > 4
          && NetworkInterface.getByInetAddress(address) == null;
    } catch (SocketException e) {
      return true;
    }
  }

  private void tellOfSmallBuffers() throws InterruptedException {
    for (ListenerStatus status : statuses()) {
      long granted = status.receiveBufferBytes().orElse(Long.MAX_VALUE);
      if (granted < config.receiveBufferBytes()) {
        log.info(
            "receive buffer is smaller than asked for: listener={}, asked_bytes={},"
                + " granted_bytes={}; for bursts, raise it with sysctl -w net.core.rmem_max={}",
            status.address(),
            config.receiveBufferBytes(),
            granted,
            config.receiveBufferBytes());
      }
    }
  }

  /** How each is doing. Not for the owner thread, which answers. */
  public List<ListenerStatus> statuses() throws InterruptedException {
    return loop.call(this::statusesNow);
  }

  /** As {@link #statuses}, on the owner thread itself. */
  public List<ListenerStatus> statusesNow() {
    return listeners.stream().map(Listener::status).toList();
  }

  /** Kind and place of each, with the real port if 0 was asked for: {@code udp:127.0.0.1:8125}. */
  public List<String> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /**
   * The port of the first UDP address.
   *
   * @throws IllegalStateException if there is none
   */
  public int udpPort() {
    return addresses().stream()
        .filter(address -> address.startsWith("udp:"))
        .map(address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no UDP"));
  }

  /** Closes all of them; the thread goes on. What the kernel still holds is not read. */
  public void close() throws InterruptedException {
    loop.call(
        () -> {
          for (Listener listener : listeners) {
            try {
              listener.close();
            } catch (IOException | RuntimeException e) {
              log.warn(
                  "a socket did not close: listener={}, problem={}",
                  listener.address(),
                  e.toString());
            }
          }
          return true;
        });
  }
}
