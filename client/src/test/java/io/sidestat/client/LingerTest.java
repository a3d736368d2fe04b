package io.sidestat.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What lingers is sent in time, whatever else goes on. */
class LingerTest {

  private static final int ENOUGH_FOR_A_DATAGRAM = 1_000;

  private final MemorySink memory = new MemorySink();
  private final AtomicReference<@Nullable Timer> busy = new AtomicReference<>();

  /** Memory, and with every datagram that is sent there is another to send. */
  private final DatagramSink sink =
      new DatagramSink() {
        @Override
        public void open() throws IOException {
          memory.open();
        }

        @Override
        public boolean isOpen() {
          return memory.isOpen();
        }

        @Override
        public boolean send(ByteBuffer datagram) throws IOException {
          Timer timer = busy.get();
          boolean sender = Thread.currentThread().getName().equals(Sender.THREAD_NAME);
          for (int sample = 0;
              sender && timer != null && sample < ENOUGH_FOR_A_DATAGRAM;
              sample++) {
            timer.recordNanos(sample);
          }
          return memory.send(datagram);
        }

        @Override
        public void close() {
          memory.close();
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
        Await.until("the gauge is sent", () -> memory.lines().contains("g:42|g"));
      } finally {
        busy.set(null);
      }
    }
  }
}
