package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.listen.PortHolder;
import io.sidestat.collector.listen.PortTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where no collector answers: whether one could have its ports, and who holds them if not. Binds
 * them for a moment.
 */
final class HostCheck {
  private static final String PORT = "port";
  private static final String ADMIN = "admin.address";
  private static final String SYSTEMD = "systemd";

  private final CollectorConfig config;
  private final StatusAnswer answer;
  private final Path proc;

  /**
   * A check of this host.
   *
   * @param proc where Linux tells of processes
   */
  HostCheck(CollectorConfig config, StatusAnswer answer, Path proc) {
    this.config = config;
    this.answer = answer;
    this.proc = proc;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (HostPort address : config.listen().udp()) {
      if (address.port() != 0) {
        tried("udp", "listen.udp", address, PortTrial.udp(address)).ifPresent(findings::add);
      }
    }
    config
        .listen()
        .tcp()
        .filter(address -> address.port() != 0)
        .flatMap(address -> tried("tcp", "listen.tcp", address, PortTrial.tcp(address)))
        .ifPresent(findings::add);
    HostPort admin = config.admin().address();
    if (answer.kind() == StatusAnswer.Kind.NOBODY && admin.port() != 0) {
      tried("tcp", ADMIN, admin, PortTrial.tcp(admin)).ifPresent(findings::add);
    } else if (admin.port() != 0) {
      findings.add(held("tcp", ADMIN, admin));
    }
    return findings;
  }

  private Optional<Finding> tried(String kind, String key, HostPort address, PortTrial trial) {
    return switch (trial.outcome()) {
      case FREE -> Optional.of(Finding.ok(PORT, kind + " " + address + " is free for a collector"));
      case HELD -> Optional.of(held(kind, key, address));
      case NOT_TO_BE_HAD -> notToBeHad(kind, key, address, trial.words());
    };
  }

  /** A host without IPv6 is none of anybody's faults: the collector passes its loopback over. */
  private static Optional<Finding> notToBeHad(
      String kind, String key, HostPort address, String words) {
    return address.isLoopback() && address.host().indexOf(':') >= 0
        ? Optional.empty()
        : Optional.of(
            Finding.stopping(
                PORT,
                "%s %s cannot be listened on: %s".formatted(kind, address, words),
                key + " must be an address of this host, with a port of 1024 or more"));
  }

  private Finding held(String kind, String key, HostPort address) {
    Optional<PortHolder> holder =
        kind.equals("udp")
            ? PortHolder.ofUdp(address.port(), proc)
            : PortHolder.ofTcp(address.port(), proc);
    if (holder.filter(process -> process.command().equals(SYSTEMD)).isPresent()) {
      return Finding.note(
          PORT,
          "%s %s is held by systemd for the collector".formatted(kind, address),
          "what is sent is kept until the collector starts: systemctl start sidestat");
    }
    String by =
        holder
            .map(process -> "process %d (%s)".formatted(process.pid(), process.command()))
            .orElse("a process that cannot be told; run doctor with sudo to see it");
    return Finding.stopping(
        PORT,
        "%s %s is held by %s".formatted(kind, address, by),
        "a collector cannot start beside it. "
            + (key.equals(ADMIN)
                ? "Stop it, or set admin.address to another port, and give doctor the same"
                : "If it is one, with another admin.address, give doctor that; if it is another"
                    + " StatsD server, such as the CloudWatch agent's, stop it or set "
                    + key
                    + " to another port, and the apps to the same"));
  }
}
