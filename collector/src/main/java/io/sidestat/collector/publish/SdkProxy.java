package io.sidestat.collector.publish;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * Which proxy the SDK's client goes through, by its own reading of the environment. That is not
 * what other programs do: of 2.54.15 the client reads HTTP_PROXY, for https addresses too, and
 * neither HTTPS_PROXY nor ALL_PROXY; in NO_PROXY it takes a star for any characters, and a leading
 * dot for a dot. Where it finds none, the JDK goes by the properties https.proxyHost and
 * http.proxyHost. Seen on the wire, 26 Nov 2026.
 */
public final class SdkProxy {
  private SdkProxy() {}

  /** Host and port of the proxy on the way to that address; empty if there is none. */
  public static Optional<String> on(URI address) {
    ProxyConfiguration configured = ProxyConfiguration.builder().build();
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (configured.host() != null && configured.nonProxyHosts().stream().noneMatch(host::matches)) {
      return Optional.of(configured.host() + ":" + configured.port());
    }
    return ProxySelector.getDefault().select(address).stream()
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .map(Proxy::address)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .map(proxy -> proxy.getHostString() + ":" + proxy.getPort())
        .findFirst();
  }
}
