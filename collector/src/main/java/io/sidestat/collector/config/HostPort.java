package io.sidestat.collector.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A socket address as it is written in a setting: {@code 127.0.0.1:8125}, {@code localhost:0} or
 * {@code [::1]:8125}. Names are not resolved here.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 0 to 65535; 0 takes any free port
 */
public record HostPort(String host, int port) {
  private static final int PORT_MAX = 65_535;
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]{1,253}");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]{2,45}(?:%[0-9A-Za-z._-]{1,32})?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** Refuses a host that is no name or address, and a port out of range. */
  public HostPort {
    if (!isHost(host)) {
      throw new RejectedValueException("the host is no name and no address");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new RejectedValueException("the port is 0 to " + PORT_MAX);
    }
  }

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not host:port");
    }
    String host = text.substring(0, colon);
    if (host.isEmpty()) {
      throw new RejectedValueException(
          "no host: 127.0.0.1 hears this host only, 0.0.0.0 whoever can reach it");
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (bracketed != (host.indexOf(':') >= 0)) {
      throw new RejectedValueException("brackets go around an IPv6 address, as in [::1]:8125");
    }
    Matcher port = PORT.matcher(text).region(colon + 1, text.length());
    if (!port.matches()) {
      throw new RejectedValueException("the port is 0 to " + PORT_MAX);
    }
    return new HostPort(host, Integer.parseInt(port.group()));
  }

  /**
   * Whether only this host can reach the address, as far as the text tells: {@code localhost},
   * {@code 127.x.x.x} and {@code ::1}.
   */
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || (host.startsWith("127.") && IPV4.matcher(host).matches());
  }

  /** Whether what is sent to 127.0.0.1 comes in at the address, as far as the text tells. */
  boolean hearsIpv4Loopback() {
    return host.equals("0.0.0.0") || host.equals("::") || (isLoopback() && !host.equals("::1"));
  }

  /** Whether what is sent to ::1 comes in at the address, as far as the text tells. */
  boolean hearsIpv6Loopback() {
    return host.equals("::1") || host.equals("::");
  }

  private static boolean isHost(String host) {
    if (host.indexOf(':') >= 0) {
      return IPV6.matcher(host).matches();
    }
    if (DIGITS_AND_DOTS.matcher(host).matches()) {
      return IPV4.matcher(host).matches();
    }
    return NAME.matcher(host).matches();
  }

  /** The address as a setting is written. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
