package io.sidestat.collector.cli;

import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.admin.AdminServer;
import io.sidestat.collector.admin.OutboxEndpoint;
import io.sidestat.collector.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Starts the admin server, or says in a user's words why it cannot. */
final class AdminStart {
  private AdminStart() {}

  /**
   * Starts to answer on that address.
   *
   * @param resources by their paths
   * @throws StartException if the host is not known or the address cannot be bound
   */
  static AdminServer at(
      HostPort address, Map<String, AdminResource> resources, OutboxEndpoint outbox)
      throws StartException {
    try {
      return AdminServer.start(
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port()),
          resources,
          outbox);
    } catch (UnknownHostException e) {
      throw new StartException(
          "admin.address names a host that cannot be resolved: %s; write an address of this host, such as 127.0.0.1:%d"
              .formatted(address, address.port()),
          e);
    } catch (IOException e) {
      throw new StartException(
          "cannot serve on tcp %s: %s; if it is in use, another collector probably runs on this host: stop it, or set admin.address"
              .formatted(address, e.getMessage()),
          e);
    }
  }
}
