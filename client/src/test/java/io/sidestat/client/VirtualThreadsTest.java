package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Recording on virtual threads: nothing is lost, and none holds on to its carrier. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

  private static final int THREADS = 500;
  private static final int SAMPLES_EACH = 1_000;

  @TempDir private Path directory;

  @Test
  void samples_ofManyVirtualThreads_allArriveAndPinNone() throws Exception {
    MemorySink sink = new MemorySink();
    loadClasses();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
      recording.start();
      try (SidestatClient client = SidestatClient.builder().buffersMax(8).build(sink)) {
        Timer timer = client.timer("t");
        Gauge gauge = client.gauge("g");
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          threads.add(
              startVirtual(
                  () -> {
                    for (int sample = 0; sample < SAMPLES_EACH; sample++) {
                      timer.recordNanos(sample);
                      gauge.set(sample);
                    }
                  }));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        ClientStats stats = client.stats();
        assertEquals(2L * THREADS * SAMPLES_EACH, stats.samplesAccepted(), stats::toString);
      }
      recording.stop();
      assertEquals(List.of(), pinnedByUs(recording));
    }
  }

  /** What is loaded for the first time pins whoever waits for it. */
  private static void loadClasses() {
    try (SidestatClient client = SidestatClient.builder().buffersMax(8).build(new MemorySink())) {
      for (int sample = 0; sample < SAMPLES_EACH; sample++) {
        client.timer("t").recordNanos(sample);
        client.gauge("g").set(sample);
      }
    }
  }

  /** This build is for older JDKs too. */
  private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    return (Thread) start.invoke(null, task);
  }

  private List<RecordedEvent> pinnedByUs(Recording recording) throws IOException {
    Path file = directory.resolve("recording.jfr");
    recording.dump(file);
    List<RecordedEvent> pinned = new ArrayList<>();
    if (Files.size(file) > 0) {
      for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
        boolean ours =
            event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                    .map(frame -> frame.getMethod().getType().getName())
                    .anyMatch(
                        type -> type.startsWith("io.sidestat.client.") && !type.endsWith("Test"));
        if (ours) {
          pinned.add(event);
        }
      }
    }
    return pinned;
  }
}
