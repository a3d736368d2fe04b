package io.sidestat.client;

import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link ClientStats}. Written by every thread, without locks. */
final class Ledger {

  private final LongAdder samplesAccepted = new LongAdder();
  private final LongAdder samplesSent = new LongAdder();
  private final LongAdder datagramsSent = new LongAdder();
  private final LongAdder sendErrors = new LongAdder();
  private final EnumMap<DropReason, LongAdder> samplesDropped = new EnumMap<>(DropReason.class);

  Ledger() {
    for (DropReason reason : DropReason.values()) {
      samplesDropped.put(reason, new LongAdder());
    }
  }

  void accepted(int samples) {
    samplesAccepted.add(samples);
  }

  void sent(DatagramBuffer datagram) {
    samplesSent.add(datagram.samples());
    datagramsSent.increment();
  }

  void sendFailed() {
    sendErrors.increment();
  }

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

  ClientStats snapshot() {
    // Ends before beginnings: a sample that is counted twice below, as sent and as accepted, was
    // accepted first, so the difference, what is buffered, never shows as negative.
    EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    samplesDropped.forEach((reason, counter) -> dropped.put(reason, counter.sum()));
    long sent = samplesSent.sum();
    return new ClientStats(
        samplesAccepted.sum(), sent, dropped, datagramsSent.sum(), sendErrors.sum());
  }
}
