package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Aggregator;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.shape.Shaper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whenever one looks, every sample received is accounted for, and in the end every datagram. */
class LedgerUnderLoadTest {
  private static final int SENDERS = 2;
  private static final int DATAGRAMS_EACH = 30_000;

  /** Good and bad samples, known and new series, past the series limit too. */
  private static String datagram(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "garbage" + random.nextInt() + "\nmore";
      case 1 -> "t:1:x:3|ms|@0.5\ng:+1|g";
      case 2 -> "c:1|c|#id:" + random.nextInt(100_000);
      case 3 -> "name" + random.nextInt(5_000) + ":1|h";
      case 4 -> "s:" + random.nextInt() + "|s\n_sc|x|0\n_e{1,1}:a|b";
      default -> "t:12.5|ms|#Endpoint:/api\nt:13|ms|#Endpoint:/api\nt:-1|ms";
    };
  }

  private static void send(int port, long seed) {
    Random random = new Random(seed);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < DATAGRAMS_EACH; i++) {
        byte[] bytes = datagram(random).getBytes(StandardCharsets.UTF_8);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ledger_askedAgainAndAgainUnderLoad_isBalanced() throws Exception {
    try (Listening listening = new Listening()) {
      listening.openInto(
          new Aggregator(
              new Shaper("Test", Map.of()),
              Grid.within(0.005),
              new SeriesConfig(500, 500),
              listening.book,
              0x5eed),
          Listening.udp("127.0.0.1:0"));
      CompletableFuture<?>[] senders = new CompletableFuture<?>[SENDERS];
      for (int i = 0; i < SENDERS; i++) {
        long seed = i;
        senders[i] = CompletableFuture.runAsync(() -> send(listening.port(), seed));
      }
      CompletableFuture<Void> all = CompletableFuture.allOf(senders);
      int looks = 0;
      while (!all.isDone()) {
        assertBalanced(listening.ledger());
        looks++;
      }
      all.join();
      assertTrue(looks > 10, "looks=" + looks);

      Await.until(
          "every datagram is accounted for",
          () -> {
            ListenerStatus status = listening.status();
            return status.datagrams() + status.kernelDrops().orElse(0) == SENDERS * DATAGRAMS_EACH;
          });
      Ledger ledger = listening.ledger();
      assertBalanced(ledger);
      assertEquals(listening.status().datagrams(), ledger.datagrams());
      assertTrue(ledger.aggregated() > 0 && ledger.folded() > 0 && ledger.rejectedTotal() > 0);
    }
  }

  private static void assertBalanced(Ledger ledger) {
    assertTrue(ledger.balanced(), ledger::toString);
  }
}
