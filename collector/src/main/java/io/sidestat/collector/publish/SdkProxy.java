package io.sidestat.collector.publish;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * Which proxy is on the way to AWS: by HTTPS_PROXY, HTTP_PROXY and NO_PROXY as other programs read
 * them, or by the JDK's properties. Left alone, the SDK's client of 2.54.15 takes HTTP_PROXY for
 * https addresses too and no HTTPS_PROXY, and a leading dot in NO_PROXY for any one character (seen
 * on the wire, 26 Nov 2026).
 */
public final class SdkProxy {
  private SdkProxy() {}

  /**
   * The proxy for a client of the SDK.
   *
   * @param endpoint that is asked; empty: AWS's own, over https
   */
  public static ProxyConfiguration configuration(Optional<URI> endpoint) {
    String scheme = endpoint.map(URI::getScheme).orElse("https").toLowerCase(Locale.ROOT);
    ProxyConfiguration read = ProxyConfiguration.builder().scheme(scheme).build();
    Set<String> direct = new HashSet<>();
    for (String host : read.nonProxyHosts()) {
      // Patterns, and a leading dot means the domain and all hosts in it.
      direct.add(host.startsWith(".") ? "(.*\\.)?" + host.substring(1) : host);
    }
    return read.toBuilder().nonProxyHosts(direct).build();
  }

  /** Host and port of the proxy on the way to that address; empty if there is none. */
  public static Optional<String> on(URI address) {
    ProxyConfiguration configured = configuration(Optional.of(address));
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
