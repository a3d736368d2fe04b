package io.sidestat.collector.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * How far one gets on the way to an http or https address: its name, a connection, TLS. Each step
 * but the first has its own timeout; resolving a name takes as long as the system's resolver does.
 *
 * @param step the one that failed; empty if none did
 * @param words what happened there, with the addresses tried; untrusted
 */
public record Reach(Optional<Step> step, String words) {

  /** A step on the way. */
  public enum Step {
    /** The host's name. */
    NAME,
    /** A TCP connection. */
    CONNECTION,
    /** The TLS handshake, or a certificate that is not trusted. */
    TLS
  }

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** Tries all steps, without a proxy. */
  public static Reach of(URI address, Duration patience) {
    boolean https = "https".equalsIgnoreCase(address.getScheme());
    int port = address.getPort() > 0 ? address.getPort() : https ? HTTPS_PORT : HTTP_PORT;
    return of(String.valueOf(address.getHost()), port, https, patience);
  }

  /** Tries name and connection, and TLS if asked to. */
  public static Reach of(String host, int port, boolean tls, Duration patience) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host.replaceAll("[\\[\\]]", ""));
    } catch (UnknownHostException e) {
      return new Reach(Optional.of(Step.NAME), "the name " + host + " cannot be resolved");
    }
    String tried = host + " (" + address.getHostAddress() + ") port " + port;
    int millis = Math.toIntExact(patience.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), millis);
      socket.setSoTimeout(millis);
      if (tls) {
        shakeHands(socket, host, port);
      }
      return new Reach(Optional.empty(), tried);
    } catch (SSLException e) {
      return new Reach(Optional.of(Step.TLS), tried + ": " + e.getMessage());
    } catch (IOException e) {
      boolean connected = String.valueOf(e.getMessage()).contains("Read timed out");
      return new Reach(
          Optional.of(connected ? Step.TLS : Step.CONNECTION), tried + ": " + e.getMessage());
    }
  }

  private static void shakeHands(Socket connected, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket socket = (SSLSocket) factory.createSocket(connected, host, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      // Without it a certificate of anybody's would do.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }
}
