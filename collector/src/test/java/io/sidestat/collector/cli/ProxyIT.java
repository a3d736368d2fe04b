package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way the packaged jar goes to AWS where variables name a proxy. */
final class ProxyIT {
  private final ServerSocket proxy;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;

  ProxyIT() throws IOException {
    proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::refuseAll, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads what is asked for and says no. */
  private void refuseAll() {
    try {
      while (true) {
        try (Socket client = proxy.accept()) {
          BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
          asked.add(String.valueOf(reader.readLine()));
          client
              .getOutputStream()
              .write("HTTP/1.1 502 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private int verify(Map<String, String> settings) throws Exception {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("AWS_REGION", "ap-northeast-2");
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    Path slo = Path.of("..", "docs", "slo.yaml").toAbsolutePath();
    try (SidestatProcess verify =
        SidestatProcess.start(directory, environment, "verify", "--slo=" + slo, "--window=10m")) {
      return verify.exitCode();
    }
  }

  private String address() {
    return "http://127.0.0.1:" + proxy.getLocalPort();
  }

  @Test
  void https_withHttpsProxy_goesThroughIt() throws Exception {
    assertEquals(4, verify(Map.of("HTTPS_PROXY", address(), "HTTP_PROXY", "http://127.0.0.1:1")));

    assertTrue(
        asked.contains("CONNECT monitoring.ap-northeast-2.amazonaws.com:443 HTTP/1.1"),
        asked::toString);
  }

  @Test
  void https_toADomainOfNoProxy_goesStraight() throws Exception {
    assertEquals(4, verify(Map.of("HTTPS_PROXY", address(), "NO_PROXY", ".amazonaws.com")));

    assertEquals(List.of(), asked);
  }
}
