package io.sidestat.client;

import com.timgroup.statsd.StatsDClientErrorHandler;
import com.timgroup.statsd.StatsDClientException;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's error handler what goes wrong, on the sender's thread, so that a slow or
 * throwing handler never meets a caller. Thread-safe.
 *
 * <p>Of each kind of problem, one report in ten seconds; {@link ClientStats} has the count of all.
 */
final class ProblemReporter {

  /** Problems that one report may stand for. */
  enum Kind {
    INVALID,
    TOO_LONG,
    FOLDED,
    NO_ROOM,
    NOT_OPEN,
    SEND_FAILED,
    INTERNAL
  }

  /** The report of one kind that waits, and when the next may be left. */
  private static final class Slot {
    final AtomicReference<@Nullable Exception> pending = new AtomicReference<>();
    private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());

    /** Whether a report is due; if so, for one caller alone. */
    boolean take() {
      long now = System.nanoTime();
      long due = dueNanos.get();
      return now - due >= 0 && dueNanos.compareAndSet(due, now + PAUSE_NANOS);
    }
  }

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StatsDClientErrorHandler handler;
  private final List<String> settingProblems;
  private final EnumMap<Kind, Slot> slots = new EnumMap<>(Kind.class);

  ProblemReporter(StatsDClientErrorHandler handler, List<String> settingProblems) {
    this.handler = handler;
    this.settingProblems = settingProblems;
    for (Kind kind : Kind.values()) {
      slots.put(kind, new Slot());
    }
  }

  /**
   * Leaves a report for the sender's thread.
   *
   * @return whether it was left: false within the pause after another one of its kind
   */
  boolean report(Kind kind, Supplier<String> message, @Nullable Throwable cause) {
    Slot slot = slots.get(kind);
    if (slot == null || !slot.take()) {
      return false;
    }
    slot.pending.set(exception(message.get(), cause));
    return true;
  }

  /** Hands over what was wrong with the settings; once, at the start of the sender's thread. */
  void deliverSettingProblems() {
    for (String problem : settingProblems) {
      deliver(exception(problem, null));
    }
  }

  boolean hasPending() {
    for (Slot slot : slots.values()) {
      if (slot.pending.get() != null) {
        return true;
      }
    }
    return false;
  }

  /** Calls the handler with all that is pending. Sender's thread only. */
  void deliverPending() {
    for (Slot slot : slots.values()) {
      Exception problem = slot.pending.getAndSet(null);
      if (problem != null) {
        deliver(problem);
      }
    }
  }

  private void deliver(Exception problem) {
    try {
      handler.handle(problem);
    } catch (Throwable ignored) {
      // Not ours, and there is nobody left to tell: sending goes on.
      return;
    }
  }

  @SuppressWarnings("NullAway") // The original's constructor takes a null cause: it is Exception's.
  private static StatsDClientException exception(String message, @Nullable Throwable cause) {
    return new StatsDClientException(message, cause);
  }
}
