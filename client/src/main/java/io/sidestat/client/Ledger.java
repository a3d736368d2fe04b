package io.sidestat.client;

import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The running counts behind {@link ClientStats}, but for what {@link Lanes} took in, which they
 * count themselves. Written by every thread, without locks.
 */
final class Ledger {

  private final LongAdder samplesRefused = new LongAdder();
  private final LongAdder samplesSent = new LongAdder();
  private final LongAdder datagramsSent = new LongAdder();
  private final LongAdder sendErrors = new LongAdder();
  private final EnumMap<DropReason, LongAdder> samplesDropped = new EnumMap<>(DropReason.class);

  Ledger() {
    for (DropReason reason : DropReason.values()) {
      samplesDropped.put(reason, new LongAdder());
    }
  }

  /** Samples that were dropped before a lane took them. */
  void refused(DropReason reason, int samples) {
    samplesRefused.add(samples);
    dropped(reason, samples);
  }

  void sent(DatagramBuffer datagram) {
    samplesSent.add(datagram.samples());
    datagramsSent.increment();
  }

  void sendFailed() {
    sendErrors.increment();
  }

  /** Samples that were dropped after a lane took them. */
  void dropped(DropReason reason, int samples) {
    LongAdder counter = samplesDropped.get(reason);
    if (counter != null) {
      counter.add(samples);
    }
  }

  long dropped(DropReason reason) {
    LongAdder counter = samplesDropped.get(reason);
    return counter == null ? 0 : counter.sum();
  }

  ClientStats snapshot(LongSupplier samplesTaken) {
    // Ends before beginnings: a sample that is counted twice below, as sent and as accepted, was
    // accepted first, so the difference, what is buffered, never shows as negative.
    EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    samplesDropped.forEach((reason, counter) -> dropped.put(reason, counter.sum()));
    long sent = samplesSent.sum();
    long datagrams = datagramsSent.sum();
    long errors = sendErrors.sum();
    long accepted = samplesRefused.sum() + samplesTaken.getAsLong();
    return new ClientStats(accepted, sent, dropped, datagrams, errors);
  }
}
