package io.sidestat.collector.config;

import io.sidestat.collector.config.Assignments.Assigned;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what is allowed in a configuration and yet may not be meant. */
final class Warnings {
  private Warnings() {}

  static List<Warning> of(CollectorConfig config, Assignments assignments) {
    List<Warning> warnings = new ArrayList<>();
    warnUnnamedEnvironment(config, assignments, warnings);
    warnSenders(config.listen(), warnings);
    warnLoopback(config.listen(), warnings);
    warnReachable(Setting.ADMIN_ADDRESS, config.admin().address(), "read and steer it", warnings);
    warnMixedRollups(config, warnings);
    warnEc2Dimensions(config.ec2(), warnings);
    return warnings;
  }

  private static void warnUnnamedEnvironment(
      CollectorConfig config, Assignments assignments, List<Warning> warnings) {
    Assigned<String> environment = assignments.dimensions().get(Dimensions.ENVIRONMENT);
    if (config.publish().enabled()
        && environment != null
        && environment.origin().equals(Origin.defaults())) {
      warnings.add(
          new Warning(
              Warning.Topic.ENVIRONMENT_UNNAMED,
              "dimensions: metrics are sent to AWS with Environment="
                  + environment.value()
                  + ", since nobody says otherwise: set ENVIRONMENT"));
    }
  }

  /** Who has listed the networks has thought of who can send. */
  private static void warnSenders(ListenConfig listen, List<Warning> warnings) {
    if (listen.allow().all()) {
      listen
          .udp()
          .forEach(udp -> warnReachable(ListenSettings.UDP, udp, "send it metrics", warnings));
      listen
          .tcp()
          .ifPresent(tcp -> warnReachable(ListenSettings.TCP, tcp, "send it metrics", warnings));
    }
  }

  /** Apps that send to localhost mean 127.0.0.1 or ::1, and mostly do not know which. */
  private static void warnLoopback(ListenConfig listen, List<Warning> warnings) {
    boolean ipv4 = listen.allow().contains("127.0.0.1");
    boolean ipv6 = listen.allow().contains("::1");
    List<HostPort> addresses = new ArrayList<>(listen.udp());
    listen.tcp().ifPresent(addresses::add);
    if (!ipv4 && !ipv6 && !addresses.isEmpty()) {
      warnings.add(
          loopbackRefused(
              "no loopback network is in it: apps on this host that send to localhost are not"
                  + " heard; add 127.0.0.0/8 and ::1"));
    } else if (!ipv4 && addresses.stream().anyMatch(HostPort::hearsIpv4Loopback)) {
      warnings.add(
          loopbackRefused(
              "127.0.0.1 is not in it: apps on this host that send to localhost over IPv4 are not"
                  + " heard; add 127.0.0.0/8"));
    } else if (!ipv6 && addresses.stream().anyMatch(HostPort::hearsIpv6Loopback)) {
      warnings.add(
          loopbackRefused(
              "::1 is not in it: apps on this host that send to localhost over IPv6 are not heard;"
                  + " add ::1"));
    }
  }

  private static Warning loopbackRefused(String problem) {
    return new Warning(Warning.Topic.LOOPBACK_REFUSED, ListenSettings.ALLOW.key() + ": " + problem);
  }

  private static void warnReachable(
      Setting<?> setting, HostPort address, String deed, List<Warning> warnings) {
    if (!address.isLoopback()) {
      warnings.add(
          new Warning(
              Warning.Topic.REACHABLE_BY_OTHERS,
              setting.key()
                  + ": "
                  + address
                  + " is not a loopback address: anyone who reaches this host over the network can "
                  + deed));
    }
  }

  private static void warnEc2Dimensions(Ec2Config ec2, List<Warning> warnings) {
    if (ec2.dimensions().isEmpty()) {
      return;
    }
    warnings.add(
        new Warning(
            Warning.Topic.HOSTS_MULTIPLY_THE_BILL,
            "dimensions-from.ec2: CloudWatch bills every metric once for each different "
                + Ec2Dimension.write(ec2.dimensions())
                + (ec2.dimensions().contains(Ec2Dimension.INSTANCE_ID)
                    ? ", so the bill grows with the number of hosts"
                    : "")
                + "; all hosts together are then only found in roll-ups without it"));
    if (ec2.disabled()) {
      warnings.add(
          new Warning(
              Warning.Topic.METADATA_DISABLED,
              "dimensions-from.ec2: metrics get no "
                  + Ec2Dimension.write(ec2.dimensions())
                  + ", since AWS_EC2_METADATA_DISABLED=true forbids to ask: take one of the two"
                  + " out"));
    }
  }

  private static void warnMixedRollups(CollectorConfig config, List<Warning> warnings) {
    List<List<String>> mixed =
        config.rollups().stream().filter(names -> !names.contains(Dimensions.ENVIRONMENT)).toList();
    if (!mixed.isEmpty()) {
      String sets =
          mixed.stream()
              .map(names -> "[" + String.join(", ", names) + "]")
              .collect(Collectors.joining(" and "));
      warnings.add(
          new Warning(
              Warning.Topic.ROLLUPS_MIX_ENVIRONMENTS,
              "rollups: "
                  + sets
                  + (mixed.size() == 1 ? " has" : " have")
                  + " no Environment: if staging and production share the AWS account, they are"
                  + " mixed in "
                  + (mixed.size() == 1 ? "it" : "them")
                  + "; ask for sets with Environment"));
    }
  }
}
