package io.sidestat.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What lingers is sent in time, whatever else goes on. */
class LingerTest {

  /** A little more than one: of nine bytes each, in a packed line. */
  private static final int ENOUGH_FOR_A_DATAGRAM = 160;

  private final AtomicReference<@Nullable Timer> busy = new AtomicReference<>();
  private volatile boolean gaugeSent;

  /** With every datagram that is sent there is another to send. */
  private final DatagramSink sink =
      new ForwardingSink(new MemorySink()) {
        @Override
        public boolean send(ByteBuffer datagram) {
          if (StandardCharsets.US_ASCII.decode(datagram).toString().contains("g:42|g")) {
            gaugeSent = true;
          }
          Timer timer = busy.get();
          if (timer != null && onSendersThread()) {
            for (int sample = 0; sample < ENOUGH_FOR_A_DATAGRAM; sample++) {
              timer.recordNanos(123_456);
            }
          }
          return true;
        }
      };

  @Test
  void line_whileThereIsAlwaysMoreToSend_isSentAfterTheLingerTime() {
    try (SidestatClient client = SidestatClient.builder().build(sink)) {
      Timer timer = client.timer("busy").packed();
      busy.set(timer);
      timer.recordNanos(1);
      Await.until("it is busy", () -> client.stats().datagramsSent() > 10);
      client.gauge("g").set(42);
      try {
        Await.until("the gauge is sent", () -> gaugeSent);
      } finally {
        busy.set(null);
      }
    }
  }
}
