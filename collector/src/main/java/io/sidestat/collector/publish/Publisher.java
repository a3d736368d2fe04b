package io.sidestat.collector.publish;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due in the outbox, on a thread of its own. {@link #wake} after an append; {@link
 * #stop} to end, which sends what was never attempted without waiting for its time.
 *
 * <p>A request is marked in flight before it is sent and settled after, so that one found in flight
 * at a start is known to be in doubt. PutMetricData is not idempotent: a request in doubt is sent
 * again, counted as ambiguous, and may be counted twice by CloudWatch. A failed one waits: full
 * jitter over a bound that doubles from 1 s to 60 s; at least a minute where the set-up is at
 * fault. Others go on meanwhile.
 */
public final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final int ROWS_A_ROUND = 20;
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);

  /** For a send that is interrupted to be noted in the journal as in doubt. */
  private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(1);

  private static final long BACKOFF_FIRST_MILLIS = 1_000;
  private static final long BACKOFF_MAX_MILLIS = 60_000;
  private static final int BACKOFF_DOUBLINGS_MAX = 6;

  private final Journal journal;
  private final MetricSender sender;
  private final InstantSource clock;
  private final Thread thread = new Thread(this::run, "sidestat-publisher");

  /** A permit is a reason to look at the outbox before the next poll. */
  private final Semaphore wakeUps = new Semaphore(0);

  private volatile boolean stopping;

  /** What the log said last; touched by the publisher's thread alone. */
  private String failureSaid = "";

  private long failuresSince;

  /** Whether a request may stand in flight whose outcome could not be noted. */
  private boolean unsettled;

  private volatile PublishStatus status = PublishStatus.NOTHING_YET;

  /** A publisher; {@link #start} begins. */
  public Publisher(Journal journal, MetricSender sender, InstantSource clock) {
    this.journal = journal;
    this.sender = sender;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Begins to send. */
  public void start() {
    thread.start();
  }

  /** Tells that the outbox has something new. */
  public void wake() {
    wakeUps.release();
  }

  /** Whether its thread runs. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** What was sent last and what failed last. */
  public PublishStatus status() {
    return status;
  }

  /**
   * Sends what is due or was never attempted, then ends; waits for that at most as long as given.
   * What is not sent by then stays in the journal.
   */
  public void stop(Duration patience) throws InterruptedException {
    stopping = true;
    wakeUps.release();
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(INTERRUPT_PATIENCE.toMillis());
    }
    sender.close();
  }

  private void run() {
    boolean going = true;
    while (going) {
      // Read before the round: what is appended before a stop is sent in the last rounds.
      boolean last = stopping;
      boolean more = sendDue(last);
      going = !Thread.currentThread().isInterrupted() && (more || (!last && awaitWork()));
    }
  }

  /**
   * Until the next request is due. At most the idle poll, since the clock may be set meanwhile; to
   * the millisecond, since hosts that all woke on the second would not be spread.
   */
  private long waitMillis() {
    long idleMillis = IDLE_POLL.toMillis();
    try {
      return Math.min(idleMillis, journal.millisToNextDue().orElse(idleMillis));
    } catch (JournalException e) {
      // The round before or after this one says it.
      return idleMillis;
    }
  }

  /** Waits for an append, a stop, or the next look at what is due; false if interrupted. */
  private boolean awaitWork() {
    try {
      if (wakeUps.tryAcquire(waitMillis(), TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * One round over what is due, at the end over what was never attempted too; whether there may be
   * more.
   */
  private boolean sendDue(boolean last) {
    try {
      if (unsettled) {
        // Nothing is being sent now, so what is in flight could not be settled when it was.
        journal.recoverInFlight();
        unsettled = false;
      }
      List<OutboxRow> rows = last ? journal.peekEarly(ROWS_A_ROUND) : journal.peek(ROWS_A_ROUND);
      for (OutboxRow row : rows) {
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
        send(row);
      }
      return rows.size() == ROWS_A_ROUND;
    } catch (JournalException e) {
      unsettled = true;
      failed("the journal fails: " + e.getMessage());
      return false;
    } catch (RuntimeException e) {
      unsettled = true;
      // A fault of ours must not end the thread: everything else would wait for ever.
      log.error("sending a request failed unexpectedly; goes on with others", e);
      failed(e.toString());
      return false;
    }
  }

  private void send(OutboxRow row) throws JournalException {
    journal.markInFlight(row);
    try {
      sender.send(row.batch());
    } catch (SendException e) {
      settleFailure(row, e);
      return;
    } catch (RuntimeException e) {
      // A bug, ours or the SDK's, must not end this thread: everything else would wait for ever.
      log.debug("sending failed unexpectedly: request={}", row.id(), e);
      settleFailure(
          row,
          new SendException(
              SendException.Kind.RETRY, true, "sending failed unexpectedly (" + e + ")", e));
      return;
    }
    journal.acknowledge(row);
    status = status.sent(clock.instant(), row.batch().datums().size());
    log.debug("sent to CloudWatch: request={}, datums={}", row.id(), row.batch().datums().size());
    recovered();
  }

  private void settleFailure(OutboxRow row, SendException e) throws JournalException {
    String words = String.valueOf(e.getMessage());
    if (e.kind() == SendException.Kind.INVALID) {
      journal.quarantine(row, words);
      status = status.failed(clock.instant(), words);
      log.error(
          "request set aside, will not be sent again: request={}, datums={}: {}",
          row.id(),
          row.batch().datums().size(),
          words);
      return;
    }
    long waitMillis =
        e.kind() == SendException.Kind.SETUP ? BACKOFF_MAX_MILLIS : jittered(row.attempts());
    journal.release(row, clock.millis() + waitMillis, words, e.ambiguous());
    failed(words);
  }

  /** Full jitter: anything up to the bound, which doubles with each attempt. */
  private static long jittered(int attempts) {
    long bound =
        Math.min(
            BACKOFF_MAX_MILLIS, BACKOFF_FIRST_MILLIS << Math.min(attempts, BACKOFF_DOUBLINGS_MAX));
    return ThreadLocalRandom.current().nextLong(bound + 1);
  }

  /** Says a failure when it is new, and counts it when it is not. */
  private void failed(String words) {
    failuresSince++;
    status = status.failed(clock.instant(), words);
    if (failureSaid.isEmpty()) {
      failureSaid = words;
      log.warn("publishing fails, intervals stay in the journal and are sent later: {}", words);
    } else if (!failureSaid.equals(words)) {
      failureSaid = words;
      log.warn("publishing still fails, now: {}", words);
    }
  }

  private void recovered() {
    if (status.requestsSent() == 1) {
      log.info("publishing works: CloudWatch has accepted the first request");
    }
    if (!failureSaid.isEmpty()) {
      log.info("publishing works again: failures={}", failuresSince);
      failureSaid = "";
      failuresSince = 0;
    }
  }
}
