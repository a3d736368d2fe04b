package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged collector with a heap of 64 MB, under 400 clients that are slow, greedy or both,
 * while samples come in. What live objects take is read off its log after each full collection.
 */
@Timeout(180)
final class AdminUnderAttackIT {
  private static final int SERIES = 2_000;
  private static final int CLIENTS_OF_EACH_KIND = 50;
  private static final Duration ATTACK = Duration.ofSeconds(20);

  /** What docs/security.md says of it. */
  private static final long ATTACK_MEGABYTES_MAX = 50;

  /** "GC(7) Pause Full (Diagnostic Command) 30M->18M(62M) 40.1ms". */
  private static final Pattern FULL_COLLECTION =
      Pattern.compile("Pause Full \\(Diagnostic Command\\) \\d+M->(\\d+)M");

  @TempDir private Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private SidestatProcess start() throws IOException {
    Path log = directory.resolve("gc.log");
    return SidestatProcess.start(
            directory,
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m -XX:+UseSerialGC -Xlog:gc:file=" + log),
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--journal-path=" + directory.resolve("journal.db"))
        .awaitListening();
  }

  /** Live megabytes, once all garbage is gone. */
  private long liveMegabytes(SidestatProcess collector) throws Exception {
    int before = collections().size();
    // Java leaves a collection out while native code holds an array: then once more.
    Await.until(
        "a full collection is in the log",
        () -> {
          collect(collector);
          return collections().size() > before;
        });
    List<Long> live = collections();
    return live.get(live.size() - 1);
  }

  private void collect(SidestatProcess collector) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = List.of(jcmd.toString(), Long.toString(collector.pid()), "GC.run");
    Process collection =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("jcmd.txt").toFile())
            .start();
    assertTrue(collection.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, collection.exitValue(), "it is no more, or: " + collector.stderr());
  }

  /** What each full collection so far left, in megabytes. */
  private List<Long> collections() throws IOException {
    return FULL_COLLECTION
        .matcher(Files.readString(directory.resolve("gc.log")))
        .results()
        .map(one -> Long.valueOf(one.group(1)))
        .toList();
  }

  private int ask(URI admin, String path) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(admin.resolve(path)).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Sends 200 datagrams of ten samples a second until told to stop; counts. */
  private static final class Samples implements Runnable {
    private final InetSocketAddress target;
    private volatile boolean over;
    private final AtomicLong sent = new AtomicLong();

    Samples(int port) {
      target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void run() {
      try (DatagramSocket socket = new DatagramSocket()) {
        for (int datagram = 0; !over; datagram++) {
          StringBuilder lines = new StringBuilder();
          for (int line = 0; line < 10; line++) {
            int series = (datagram * 10 + line) % SERIES;
            lines.append("t:").append(datagram % 97 + line).append("|ms|#s:").append(series);
            lines.append('\n');
          }
          byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
          socket.send(new DatagramPacket(bytes, bytes.length, target));
          sent.addAndGet(10);
          LockSupport.parkNanos(5_000_000);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void attack_ofSlowAndGreedyClients_takesBoundedMemoryAndNoSample() throws Exception {
    try (SidestatProcess collector = start()) {
      URI admin = collector.adminAddress();
      Samples samples = new Samples(collector.udpPort());
      Thread sender = new Thread(samples, "samples");
      sender.start();
      collector.awaitReceived(3 * SERIES);
      long before = liveMegabytes(collector);

      long most = 0;
      int answered = 0;
      try (HostileClients clients = HostileClients.of(admin, CLIENTS_OF_EACH_KIND)) {
        long end = System.nanoTime() + ATTACK.toNanos();
        while (System.nanoTime() < end) {
          most = Math.max(most, liveMegabytes(collector));
          for (int i = 0; i < 20; i++) {
            answered += ask(admin, "/healthz") == 200 ? 1 : 0;
          }
        }
        System.out.printf(
            "live MB before %d, at most %d under attack of %s; health told %d times meanwhile%n",
            before, most, clients, answered);
        assertTrue(clients.allWereServed(), clients::toString);
      }

      long start = System.nanoTime();
      Await.until("it answers again", () -> ask(admin, "/healthz") == 200);
      for (String path : List.of("/api/v1/status", "/api/v1/series?limit=200", "/api/v1/cost")) {
        Await.until(path + " is answered again", () -> ask(admin, path) == 200);
      }
      Duration recovery = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("all answered " + recovery.toMillis() + " ms after the attack");
      samples.over = true;
      sender.join();
      assertNothingIsLost(collector, samples.sent.get());
      assertTrue(recovery.compareTo(Duration.ofSeconds(12)) < 0, recovery::toString);
      assertTrue(most - before <= ATTACK_MEGABYTES_MAX, "MB: " + before + " to " + most);
      long after = liveMegabytes(collector);
      assertTrue(after - before <= 10, "MB: " + before + ", afterwards " + after);
      assertEquals(0, collector.terminate(), collector.stderr());
      assertFalse(collector.stderr().contains("OutOfMemoryError"), collector.stderr());
    }
  }

  private static void assertNothingIsLost(SidestatProcess collector, long sent) throws Exception {
    collector.awaitReceived(sent);
    JsonNode status = collector.status();
    assertEquals(sent, status.path("ledger").path("aggregated").asLong(), status::toString);
    assertEquals(0, status.path("listeners").path(0).path("kernelDrops").asLong());
    assertEquals(0, status.path("samplesLost").asLong());
    collector.await(
        "all are in the journal",
        () -> collector.status().path("samples").path("journaled").asLong() == sent);
  }
}
