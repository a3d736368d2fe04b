package io.sidestat.collector.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where and how samples are received.
 *
 * @param udp the UDP addresses to bind, at most 16; port 0 takes any free one
 * @param tcp the TCP address to bind; empty: none
 * @param tcpIdleTimeout how long a TCP connection may be silent, 1 s to 7 d
 * @param allow whose samples are taken over UDP and TCP
 * @param unix the Unix datagram socket's file; empty: none
 * @param unixMode who may send to it
 * @param unixOwner who owns it
 * @param receiveBufferBytes asked of the kernel for each datagram socket, 64 KiB to 1 GiB
 */
public record ListenConfig(
    List<HostPort> udp,
    Optional<HostPort> tcp,
    Duration tcpIdleTimeout,
    SourceNetworks allow,
    Optional<Path> unix,
    SocketMode unixMode,
    SocketOwner unixOwner,
    long receiveBufferBytes) {

  static final String NONE = "none";

  private static final int UDP_ADDRESSES_MAX = 16;
  private static final Duration IDLE_TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final Duration IDLE_TIMEOUT_MAX = Duration.ofDays(7);
  private static final long RECEIVE_BUFFER_BYTES_MIN = 64 << 10;
  private static final long RECEIVE_BUFFER_BYTES_MAX = 1 << 30;

  /**
   * Longest path of a Unix socket in bytes: Linux takes 107 (unix(7)), and while the socket is made
   * its name is longer.
   */
  private static final int UNIX_PATH_BYTES_MAX = 90;

  /** Refuses values out of range. */
  public ListenConfig {
    udp = List.copyOf(udp);
    checkUdp(udp);
    checkIdleTimeout(tcpIdleTimeout);
    unix.ifPresent(ListenConfig::checkUnix);
    checkReceiveBuffer(receiveBufferBytes);
  }

  /** Whether there is anywhere to send samples to. */
  boolean listensAnywhere() {
    return !udp.isEmpty() || tcp.isPresent() || unix.isPresent();
  }

  static List<HostPort> parseUdp(String text) {
    List<HostPort> addresses = new ArrayList<>();
    if (!text.equals(NONE)) {
      Rollups.split(text, ',').forEach(address -> addresses.add(HostPort.parse(address)));
    }
    return checkUdp(addresses);
  }

  private static List<HostPort> checkUdp(List<HostPort> addresses) {
    if (addresses.size() > UDP_ADDRESSES_MAX) {
      throw new RejectedValueException("there are " + addresses.size() + " addresses");
    }
    if (addresses.stream().filter(address -> address.port() != 0).distinct().count()
        < addresses.stream().filter(address -> address.port() != 0).count()) {
      throw new RejectedValueException("an address is given twice");
    }
    return addresses;
  }

  static String writeUdp(List<HostPort> addresses) {
    return addresses.isEmpty()
        ? NONE
        : addresses.stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  static Optional<HostPort> parseTcp(String text) {
    return text.equals(NONE) ? Optional.empty() : Optional.of(HostPort.parse(text));
  }

  static Optional<Path> parseUnix(String text) {
    return text.equals(NONE)
        ? Optional.empty()
        : Optional.of(checkUnix(JournalConfig.parsePath(text)));
  }

  private static Path checkUnix(Path path) {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > UNIX_PATH_BYTES_MAX) {
      throw new RejectedValueException("the path is too long for a socket");
    }
    return path;
  }

  static Duration checkIdleTimeout(Duration timeout) {
    if (timeout.compareTo(IDLE_TIMEOUT_MIN) < 0 || timeout.compareTo(IDLE_TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException("idle timeout is out of range: found=" + timeout);
    }
    return timeout;
  }

  static long checkReceiveBuffer(long bytes) {
    if (bytes < RECEIVE_BUFFER_BYTES_MIN || bytes > RECEIVE_BUFFER_BYTES_MAX) {
      throw new IllegalArgumentException("receive buffer is out of range: found=" + bytes);
    }
    return bytes;
  }
}
