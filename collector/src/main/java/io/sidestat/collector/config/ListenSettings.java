package io.sidestat.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of where and how samples are received. */
final class ListenSettings {
  static final Setting<List<HostPort>> UDP =
      new Setting<>(
          "listen.udp",
          "127.0.0.1:8125,[::1]:8125",
          "host:port, such as 127.0.0.1:8125, several with commas between (in YAML a list), or none;"
              + " at most 16",
          "where StatsD datagrams are received over UDP; port 0 takes any free one; `[::1]` is passed"
              + " over on a host without IPv6",
          ListenConfig::parseUdp,
          ListenConfig::writeUdp);

  static final Setting<Optional<HostPort>> TCP =
      new Setting<>(
          "listen.tcp",
          "none",
          "host:port, such as 127.0.0.1:8125, or none",
          "where StatsD lines are received over TCP, each ended by a line feed",
          ListenConfig::parseTcp,
          address -> address.map(HostPort::toString).orElse(ListenConfig.NONE));

  static final Setting<Duration> TCP_IDLE_TIMEOUT =
      new Setting<>(
          "listen.tcp-idle-timeout",
          "10m",
          "1s to 7d, such as 30s, 10m or 12h",
          "a TCP connection on which nothing came for so long is closed",
          text -> ListenConfig.checkIdleTimeout(DurationText.parse(text)),
          DurationText::write);

  static final Setting<SourceNetworks> ALLOW =
      new Setting<>(
          "listen.allow",
          "all",
          "IP networks and addresses, such as 10.0.0.0/8, fd00::/8 or 127.0.0.1, with commas between"
              + " (in YAML a list), or all; at most 64",
          "whose samples are taken over UDP and TCP: exactly these, so that apps on this host need"
              + " `127.0.0.0/8` and `::1` in it; who may send to a Unix socket its file's mode says",
          SourceNetworks::parse,
          SourceNetworks::toString);

  static final Setting<Optional<Path>> UNIX =
      new Setting<>(
          "listen.unix",
          "none",
          "a file path of at most 90 bytes, or none",
          "the Unix datagram socket on which StatsD datagrams are received; Linux only",
          ListenConfig::parseUnix,
          path -> path.map(Path::toString).orElse(ListenConfig.NONE));

  static final Setting<SocketMode> UNIX_MODE =
      new Setting<>(
          "listen.unix-mode",
          "0666",
          "three octal digits, with or without a leading 0, such as 0660",
          "who may send to the Unix socket: as of any file, writing is sending",
          SocketMode::parse,
          SocketMode::toString);

  static final Setting<SocketOwner> UNIX_OWNER =
      new Setting<>(
          "listen.unix-owner",
          "none",
          "user, user:group or :group, by name, or none for the collector's own",
          "who owns the Unix socket",
          SocketOwner::parse,
          SocketOwner::toString);

  static final Setting<Long> RECEIVE_BUFFER =
      new Setting<>(
          "listen.receive-buffer",
          "8MiB",
          "64KiB to 1GiB, such as 8MiB",
          "how much the kernel is asked to hold for each UDP socket while the collector is busy; to a"
              + " collector without CAP_NET_ADMIN it grants at most `net.core.rmem_max`",
          text -> ListenConfig.checkReceiveBuffer(SizeText.parse(text)),
          SizeText::write);

  private ListenSettings() {}
}
