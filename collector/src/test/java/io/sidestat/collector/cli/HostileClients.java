package io.sidestat.collector.cli;

import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of the admin address that mean it harm, each a thread that begins again whenever it is
 * cut off. Counts how often each kind had a connection that was really served.
 */
final class HostileClients implements AutoCloseable {
  private static final int PAUSE_NANOS = 20_000_000;
  private static final long SERVED_NANOS_MIN = 3_000_000_000L;
  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

  private final InetSocketAddress address;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<Kind, Integer> served = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean over;

  /** What they do. */
  private enum Kind {
    /** Ask for the longest answer over and over, and read nothing. */
    GREEDY,
    /** Ask for short answers over and over, and read nothing. */
    GREEDY_FOR_LITTLE,
    /** Ask what takes longest to answer, each time something else, and read it slowly. */
    COSTLY,
    /** Send a request a byte at a time. */
    SLOW_HEAD,
    /** Send a head without end. */
    LONG_HEAD,
    /** Send a long body, slowly. */
    LONG_BODY,
    /** Connect and say nothing. */
    SILENT,
    /** Connect and leave. */
    FLEETING
  }

  private HostileClients(URI admin) {
    address = new InetSocketAddress(admin.getHost(), admin.getPort());
  }

  /** So many of each kind, at work until they are closed. */
  static HostileClients of(URI admin, int ofEachKind) {
    HostileClients clients = new HostileClients(admin);
    for (int i = 0; i < ofEachKind; i++) {
      for (Kind kind : Kind.values()) {
        Thread thread = new Thread(() -> clients.attack(kind), "hostile-" + kind);
        thread.setDaemon(true);
        clients.threads.add(thread);
        thread.start();
      }
    }
    return clients;
  }

  private void attack(Kind kind) {
    while (!over) {
      try (Socket socket = new Socket()) {
        sockets.add(socket);
        socket.setReceiveBufferSize(2_048);
        socket.connect(address, 1_000);
        attack(kind, socket);
      } catch (IOException e) {
        // Cut off, as was to be expected.
      }
      sockets.removeIf(Socket::isClosed);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Until it is cut off. */
  private void attack(Kind kind, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    switch (kind) {
      case GREEDY -> askAndReadNothing(kind, "/api/v1/series?limit=10000", socket);
      case GREEDY_FOR_LITTLE -> askAndReadNothing(kind, "/page/uPlot.js", socket);
      case COSTLY -> {
        send(out, "GET " + question() + HEAD + "\r\n");
        readSlowly(kind, socket);
      }
      case SLOW_HEAD -> repeat(kind, out, "G", 200);
      case LONG_HEAD -> {
        send(out, "GET /healthz" + HEAD);
        served(kind);
        repeat(kind, out, "X-Long: " + "x".repeat(1_000) + "\r\n", 0);
      }
      case LONG_BODY -> {
        send(out, "POST /api/v1/outbox/drop" + HEAD + "Content-Type: application/json\r\n");
        send(out, "Content-Length: 10000000\r\n\r\n");
        repeat(kind, out, "[".repeat(1_000), 50);
      }
      case SILENT -> readSlowly(kind, socket);
      case FLEETING -> served(kind);
    }
  }

  private void served(Kind kind) {
    served.merge(kind, 1, Integer::sum);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** But for the first byte, which shows that there is an answer to be read. */
  private void askAndReadNothing(Kind kind, String path, Socket socket) throws IOException {
    String request = "GET " + path + HEAD + "\r\n";
    send(socket.getOutputStream(), request);
    byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    if (new String(first, StandardCharsets.US_ASCII).endsWith("200")) {
      served(kind);
    }
    repeat(kind, socket.getOutputStream(), request, 0);
  }

  private void repeat(Kind kind, OutputStream out, String text, int pauseMillis)
      throws IOException {
    long start = System.nanoTime();
    boolean counted = pauseMillis == 0;
    while (!over) {
      send(out, text);
      if (!counted && System.nanoTime() - start > SERVED_NANOS_MIN) {
        served(kind);
        counted = true;
      }
      LockSupport.parkNanos(pauseMillis * 1_000_000L);
    }
  }

  private String question() {
    int question = questions.incrementAndGet();
    return switch (question % 6) {
      case 0 -> "/api/v1/query?metric=t&by=s&period=1s&stat=p50&since=" + (100 + question) + "s";
      case 1 -> "/api/v1/cost?hosts=" + question;
      case 2 -> "/api/v1/live?metric=t&by=s";
      case 3 -> "/api/v1/live?metric=t&dimension=s%3D" + question;
      case 4 -> "/api/v1/slo?window=" + (1 + question % 1_000) + "m";
      default -> "/api/v1/series?limit=10000&sort=name&search=" + question % 100;
    };
  }

  private void readSlowly(Kind kind, Socket socket) throws IOException {
    long start = System.nanoTime();
    byte[] buffer = new byte[1_000];
    boolean answered = false;
    while (!over && socket.getInputStream().read(buffer) >= 0) {
      answered = true;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    if (answered || System.nanoTime() - start > SERVED_NANOS_MIN) {
      served(kind);
    }
  }

  /** Whether each kind had its turns. */
  boolean allWereServed() {
    return served.size() == Kind.values().length;
  }

  /** How often each kind was served. */
  @Override
  public String toString() {
    return served.toString();
  }

  @Override
  public void close() {
    over = true;
    Await.until(
        "all have left",
        () -> {
          // One may have been opened since the last look.
          for (Socket socket : sockets) {
            socket.close();
          }
          return threads.stream().noneMatch(Thread::isAlive);
        });
  }
}
