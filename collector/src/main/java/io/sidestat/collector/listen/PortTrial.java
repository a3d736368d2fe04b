package io.sidestat.collector.listen;

import io.sidestat.collector.config.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Whether an address could be listened on now: binds it for a moment. To be tried only where no
 * collector runs, since what is sent in that moment is lost.
 *
 * @param outcome what came of it
 * @param words of the system, if it could not be bound
 */
public record PortTrial(Outcome outcome, String words) {

  /** What came of it. */
  public enum Outcome {
    /** It could be bound. */
    FREE,
    /** Somebody holds it. */
    HELD,
    /** It is no address of this host's, or needs rights that we do not have. */
    NOT_TO_BE_HAD
  }

  private static final PortTrial FREE = new PortTrial(Outcome.FREE, "");

  /** Tries to bind a datagram socket. */
  public static PortTrial udp(HostPort address) {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.bind(resolved(address));
      return FREE;
    } catch (IOException e) {
      return refused(e);
    }
  }

  /** Tries to bind a listening stream socket. */
  public static PortTrial tcp(HostPort address) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections that have ended linger a minute, and are no obstacle to a collector either.
      socket.setReuseAddress(true);
      socket.bind(resolved(address));
      return FREE;
    } catch (IOException e) {
      return refused(e);
    }
  }

  private static InetSocketAddress resolved(HostPort address) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  /** The JDK has one exception for all; only the system's words tell the cases apart. */
  private static PortTrial refused(IOException e) {
    String words = String.valueOf(e.getMessage());
    boolean held = e instanceof BindException && words.contains("in use");
    return new PortTrial(held ? Outcome.HELD : Outcome.NOT_TO_BE_HAD, words);
  }
}
