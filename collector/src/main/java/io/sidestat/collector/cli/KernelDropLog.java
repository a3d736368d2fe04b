package io.sidestat.collector.cli;

import io.sidestat.collector.listen.ListenerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of datagrams that the kernel dropped since nobody read them in time: at once when
 * there are some, then at most once a minute with the count since. For one thread.
 */
final class KernelDropLog {
  private static final Logger log = LoggerFactory.getLogger(KernelDropLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Map<String, Long> told = new HashMap<>();
  private Instant quietUntil = Instant.MIN;
  private volatile long total;

  /** Datagrams dropped as of the last report; for any thread. */
  long total() {
    return total;
  }

  void report(List<ListenerStatus> listeners, Instant now) {
    total = listeners.stream().mapToLong(one -> one.kernelDrops().orElse(0)).sum();
    if (now.isBefore(quietUntil)) {
      return;
    }
    for (ListenerStatus listener : listeners) {
      long drops = listener.kernelDrops().orElse(0);
      long untold = drops - told.getOrDefault(listener.address(), 0L);
      if (untold > 0) {
        told.put(listener.address(), drops);
        quietUntil = now.plus(PAUSE);
        log.warn(
            "the kernel dropped datagrams, their samples are lost: count={}, since_start={},"
                + " listener={}, receive_buffer_bytes={}; more came at once than its buffer holds:"
                + " raise it with sysctl -w net.core.rmem_max=N and listen.receive-buffer, or send"
                + " several lines in a datagram",
            untold,
            drops,
            listener.address(),
            listener.receiveBufferBytes().orElse(0));
      }
    }
  }
}
