package io.sidestat.client;

import io.sidestat.client.Lane.Outcome;
import io.sidestat.client.ProblemReporter.Kind;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where every sample comes in, on its caller's thread: checked, counted, appended to a lane. */
final class Intake {

  /** Attempts to get the buffer that was freed before another caller takes it. */
  private static final int ROOM_ATTEMPTS_MAX = 8;

  private final Lanes lanes;
  private final int lineBytesMax;
  private final Transmitter transmitter;
  private final Sender sender;
  private final Ledger ledger = new Ledger();
  private final ProblemReporter reporter;

  Intake(ClientSettings settings, DatagramSink sink, LineFormat format, ProblemReporter reporter) {
    SequenceLine sequence = settings.sequenceLines ? new SequenceLine() : null;
    int headBytes = sequence == null ? 0 : sequence.bytes();
    lineBytesMax = settings.datagramBytesMax - headBytes;
    this.reporter = reporter;
    Outbox outbox = new Outbox(settings.buffersMax, settings.datagramBytesMax, headBytes);
    lanes = new Lanes(outbox, settings.buffersMax);
    transmitter = new Transmitter(outbox, sink, ledger, sequence, reporter);
    sender =
        new Sender(
            lanes,
            outbox,
            transmitter,
            sink,
            reporter,
            new LossReport(this, ledger, format, settings.selfMetrics),
            settings.linger.toNanos(),
            settings.openRetryNanos,
            settings.resolveNanos);
  }

  /** If there can be no thread, all samples are dropped and counted: the application goes on. */
  void start() {
    try {
      sender.start();
    } catch (OutOfMemoryError | SecurityException e) {
      lanes.seal();
      transmitter.close(DropReason.CLOSED);
    }
  }

  void close() {
    sender.close();
  }

  /** A lane for one instrument, or null if there are so many already. */
  @Nullable Lane ownLane() {
    return lanes.own();
  }

  ClientStats stats() {
    return ledger.snapshot(lanes::samplesTaken);
  }

  /** Whether it was taken, to be sent. */
  boolean add(Series series, long value) {
    return append(series, null, value, 0);
  }

  /** A value in units of the last of its digits after the point. */
  void add(Series series, long unscaled, int decimals) {
    long rest = unscaled;
    int digits = decimals;
    while (digits > 0 && rest % 10 == 0) {
      rest /= 10;
      digits--;
    }
    append(series, null, rest, digits);
  }

  void add(Series series, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      refuse(series, "a finite number", value);
    } else if (Decimal.fits(value)) {
      add(series, Decimal.unscaled(value), Decimal.DECIMALS_MAX);
    } else {
      append(series, Decimal.text(value).getBytes(StandardCharsets.US_ASCII), 0, 0);
    }
  }

  /** A time in milliseconds, 0 or more, to nine significant digits or 1e-15. Allocates nothing. */
  void addMillis(Series series, double millis) {
    if (Decimal.fits(millis) || !(millis < Decimal.ROUNDED_LIMIT)) {
      add(series, millis);
    } else {
      int decimals = Decimal.decimalsOfRounded(millis);
      add(series, Decimal.rounded(millis, decimals), decimals);
    }
  }

  void add(Series series, String text) {
    append(series, text.getBytes(StandardCharsets.UTF_8), 0, 0);
  }

  /**
   * A series sampled at that rate; as it is if the rate is 1, or none.
   *
   * @return null if it is to be sent as it is
   */
  @Nullable Series sampledAt(Series series, double rate) {
    if (rate > 0 && rate < 1) {
      return series.sampledAt(rate);
    }
    if (rate != 1) {
      reportInvalid(
          "a sample rate is not used, every sample is sent: expected=above 0, at most 1, found="
              + rate
              + ", at="
              + series);
    }
    return null;
  }

  /** Counts a sample that has no value which could be sent. */
  void refuse(Series series, String expected, @Nullable Object found) {
    ledger.refused(DropReason.INVALID, 1);
    report(
        Kind.INVALID,
        () -> "a sample was dropped: expected=" + expected + ", found=" + found + ", at=" + series);
  }

  /** Reports a name or tags that make no series; their samples are counted as they come. */
  void reportInvalid(String problem) {
    report(Kind.INVALID, () -> problem);
  }

  /** Reports samples that are kept, but not under the name that they came with. */
  void reportFolded(String problem) {
    report(Kind.FOLDED, () -> problem);
  }

  private boolean append(Series series, byte @Nullable [] text, long unscaled, int decimals) {
    if (!series.isValid()) {
      ledger.refused(DropReason.INVALID, 1);
      return false;
    }
    int lineBytes = series.lineBytes(text, unscaled, decimals);
    if (lineBytes > lineBytesMax) {
      dropTooLong(series, lineBytes);
      return false;
    }
    Outcome outcome = lanes.append(series, lineBytes, text, unscaled, decimals);
    if (outcome == Outcome.ADDED) {
      return true;
    }
    if (outcome == Outcome.NO_ROOM) {
      outcome = appendWithoutRoom(series, lineBytes, text, unscaled, decimals);
    }
    return settle(outcome, series);
  }

  /** Makes room by sending; failing that, by giving up the lane's datagram. */
  private Outcome appendWithoutRoom(
      Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    long startNanos = System.nanoTime();
    DropReason refusal = null;
    for (int attempt = 0; attempt < ROOM_ATTEMPTS_MAX && refusal == null; attempt++) {
      refusal = transmitter.makeRoom(startNanos);
      if (refusal == null) {
        Outcome outcome = lanes.append(series, lineBytes, text, unscaled, decimals);
        if (outcome != Outcome.NO_ROOM) {
          return outcome;
        }
      }
    }
    DropReason reason = refusal == null ? DropReason.NO_ROOM : refusal;
    ledger.dropped(reason, lanes.discard(series));
    Outcome outcome = lanes.append(series, lineBytes, text, unscaled, decimals);
    if (outcome == Outcome.NO_ROOM) {
      ledger.refused(reason, series.samples());
    }
    if (reason == DropReason.NO_ROOM) {
      report(Kind.NO_ROOM, () -> "samples were dropped: all buffers are full");
    }
    return outcome;
  }

  /** Does what follows of it; whether the line was taken. */
  private boolean settle(Outcome outcome, Series series) {
    switch (outcome) {
      case OPENED:
        sender.laneOpened();
        return true;
      case HANDED_OVER:
        sender.bufferFull();
        return true;
      case SEALED:
        ledger.refused(DropReason.CLOSED, series.samples());
        return false;
      case ADDED:
        return true;
      default:
        return false;
    }
  }

  private void dropTooLong(Series series, int lineBytes) {
    ledger.refused(DropReason.TOO_LONG, series.samples());
    report(
        Kind.TOO_LONG,
        () ->
            "a sample was dropped, its line is too long: bytes="
                + lineBytes
                + ", most="
                + lineBytesMax
                + ", at="
                + series);
  }

  private void report(Kind kind, Supplier<String> message) {
    if (reporter.report(kind, message, null)) {
      sender.wake();
    }
  }
}
