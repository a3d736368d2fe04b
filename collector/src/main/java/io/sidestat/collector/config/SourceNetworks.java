package io.sidestat.collector.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The networks that samples are taken from. Exactly these: this host's own loopback is in it only
 * if a network says so. An IPv4-mapped IPv6 address is its IPv4 address. Immutable.
 */
public final class SourceNetworks {
  /** Wherever samples come from. */
  public static final SourceNetworks ALL = new SourceNetworks(Optional.empty());

  private static final String ALL_TEXT = "all";

  /** Each datagram's source is held against them one by one. */
  private static final int NETWORKS_MAX = 64;

  /** Empty: all there are. */
  private final Optional<List<IpNetwork>> networks;

  private SourceNetworks(Optional<List<IpNetwork>> networks) {
    this.networks = networks;
  }

  /**
   * Reads networks with commas between, or {@code all}.
   *
   * @throws IllegalArgumentException if the text is neither; the message names the network
   */
  public static SourceNetworks parse(String text) {
    if (text.equals(ALL_TEXT)) {
      return ALL;
    }
    List<String> parts = Rollups.split(text, ',');
    if (parts.size() > NETWORKS_MAX) {
      throw new RejectedValueException("there are " + parts.size() + " networks");
    }
    if (parts.contains(ALL_TEXT)) {
      throw new RejectedValueException("all stands alone");
    }
    List<IpNetwork> networks = new ArrayList<>();
    for (String part : parts) {
      networks.add(IpNetwork.parse(part));
    }
    if (new HashSet<>(networks).size() < networks.size()) {
      throw new RejectedValueException("a network is given twice");
    }
    return new SourceNetworks(Optional.of(List.copyOf(networks)));
  }

  /** Whether sources need not be asked for, since all are taken. */
  public boolean all() {
    return networks.isEmpty();
  }

  /** Whether samples of this source are taken. */
  public boolean contains(InetAddress source) {
    if (networks.isEmpty()) {
      return true;
    }
    byte[] address = source.getAddress();
    return isIn(networks.get(), IpNetwork.high(address), IpNetwork.low(address));
  }

  /** As {@link #contains(InetAddress)}, of an address as it is written. */
  boolean contains(String literal) {
    IpNetwork address = IpNetwork.parse(literal);
    return networks.isEmpty() || isIn(networks.get(), address.high(), address.low());
  }

  private static boolean isIn(List<IpNetwork> listed, long high, long low) {
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i).contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceNetworks that && networks.equals(that.networks);
  }

  @Override
  public int hashCode() {
    return networks.hashCode();
  }

  /** As a setting is written. */
  @Override
  public String toString() {
    return networks
        .map(listed -> listed.stream().map(IpNetwork::toString).collect(Collectors.joining(",")))
        .orElse(ALL_TEXT);
  }
}
