package io.sidestat.collector.publish;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxRow;
import io.sidestat.collector.model.Datum;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due in the outbox, oldest interval first. A thread of its own settles; a few others
 * send, as {@link Pace} allows. {@link #wake} after an append; {@link #stop} to end, which sends
 * what was never attempted without waiting for its time.
 *
 * <p>A request is marked in flight before it is sent and settled after, so that one found in flight
 * at a start is known to be in doubt. PutMetricData is not idempotent: a request in doubt is sent
 * again, counted as ambiguous, and may be counted twice by CloudWatch. A failed one waits: full
 * jitter over a bound that doubles from 1 s to 60 s; a minute where the set-up is at fault. Others
 * go on meanwhile.
 *
 * <p>One invalid datum fails its whole request, so an invalid request is sent again in halves, and
 * these in halves, until what is invalid is alone: that is set aside, all else goes through, at the
 * cost of two requests for each doubling, 20 for one datum of 1,000; where nothing at all goes
 * through, whole requests are set aside. One that is too large is halved likewise. What is older
 * than CloudWatch takes is given up and counted.
 */
public final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final long IDLE_MILLIS = 1_000;

  /** Answered where there is nothing left to do. */
  private static final long NOTHING_LEFT = -1;

  /** For sends that are interrupted to be noted in the journal as in doubt. */
  private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(1);

  private static final long SETUP_WAIT_MILLIS = 60_000;

  /**
   * CloudWatch takes data up to two weeks old; an hour less leaves time for the last attempts.
   * Source: PutMetricData, CloudWatch API reference, 23 Nov 2026.
   */
  private static final Duration ACCEPTED_AGE = Duration.ofDays(14).minusHours(1);

  private static final Duration EXPIRY_POLL = Duration.ofMinutes(1);

  private final Journal journal;
  private final MetricSender sender;
  private final InstantSource clock;
  private final Pace pace;
  private final SenderThreads senders;
  private final Thread thread = new Thread(this::run, "sidestat-publisher");

  /**
   * Attempts that have ended, and empty ones: reasons to look at the outbox before the next poll.
   */
  private final BlockingQueue<Optional<Attempt>> events = new LinkedBlockingQueue<>();

  private volatile boolean stopping;

  // Of the publisher's thread alone.
  private int underWay;
  private Instant nextExpiry = Instant.MIN;

  /** Whether a request may stand in flight whose outcome could not be noted. */
  private boolean unsettled;

  private final InvalidAnswers invalidAnswers = new InvalidAnswers();

  /** Whether the log said that requests are set aside whole. */
  private boolean wholeSaid;

  /** What the log said last. */
  private String failureSaid = "";

  private long failuresSince;

  private volatile PublishStatus status = PublishStatus.NOTHING_YET;

  /** A publisher; {@link #start} begins. */
  public Publisher(Journal journal, MetricSender sender, InstantSource clock) {
    this(journal, sender, clock, new Pace(clock));
  }

  Publisher(Journal journal, MetricSender sender, InstantSource clock, Pace pace) {
    this.journal = journal;
    this.sender = sender;
    this.clock = clock;
    this.pace = pace;
    this.senders = new SenderThreads(pace.concurrent(), sender, events);
    thread.setDaemon(true);
  }

  /** Begins to send. */
  public void start() {
    thread.start();
  }

  /** Tells that the outbox has something new. */
  public void wake() {
    events.add(Optional.empty());
  }

  /** Whether its thread runs. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** What was sent last and what failed last. */
  public PublishStatus status() {
    return status;
  }

  /** The region it sends to; empty before the first send. */
  public Optional<String> region() {
    return sender.region();
  }

  /**
   * Sends what is due or was never attempted, then ends; waits for that at most as long as given.
   * What is not sent by then stays in the journal, and so does all the rest once CloudWatch is
   * taken to be away.
   */
  public void stop(Duration patience) throws InterruptedException {
    stopping = true;
    wake();
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(2 * INTERRUPT_PATIENCE.toMillis());
    }
    senders.close();
    sender.close();
  }

  private void run() {
    try {
      long waitMillis = begin(stopping);
      while (waitMillis != NOTHING_LEFT) {
        settleEnded(Math.min(waitMillis, IDLE_MILLIS));
        // What is appended before a stop is sent in the last rounds.
        waitMillis = begin(stopping);
      }
    } catch (InterruptedException e) {
      giveUp();
    }
  }

  /**
   * Begins as many requests as may be under way; answers how long until there may be more to begin,
   * or {@link #NOTHING_LEFT}.
   */
  private long begin(boolean last) {
    try {
      if (unsettled && underWay == 0) {
        // Nothing is being sent now, so what is in flight could not be settled when it was.
        journal.recoverInFlight();
        unsettled = false;
      }
      expire();
      while (underWay < pace.concurrent()) {
        if (last && pace.away()) {
          return underWay == 0 ? NOTHING_LEFT : IDLE_MILLIS;
        }
        long waitMillis = pace.waitMillis();
        if (waitMillis > 0) {
          return waitMillis;
        }
        List<OutboxRow> due = last ? journal.peekEarly(1) : journal.peek(1);
        if (due.isEmpty()) {
          return last && underWay == 0 ? NOTHING_LEFT : millisToNextDue();
        }
        begin(due.get(0));
      }
      return IDLE_MILLIS;
    } catch (JournalException | RuntimeException e) {
      troubled(e);
      return last && underWay == 0 ? NOTHING_LEFT : IDLE_MILLIS;
    }
  }

  /** What is under way may be settled in the end; what could not be is found in flight then. */
  private void troubled(Exception e) {
    unsettled = true;
    if (e instanceof JournalException) {
      failed("the journal fails: " + e.getMessage());
    } else {
      // A fault of ours must not end the thread: everything else would wait for ever.
      log.error("publishing failed unexpectedly; goes on", e);
      failed(e.toString());
    }
  }

  private void begin(OutboxRow row) throws JournalException {
    journal.markInFlight(row);
    pace.begun();
    underWay++;
    senders.send(row);
  }

  /** To the millisecond, since hosts that all woke on the second would not be spread. */
  private long millisToNextDue() throws JournalException {
    return Math.max(1, journal.millisToNextDue().orElse(IDLE_MILLIS));
  }

  private void expire() throws JournalException {
    Instant now = clock.instant();
    if (now.isBefore(nextExpiry)) {
      return;
    }
    nextExpiry = now.plus(EXPIRY_POLL);
    int expired =
        journal.expire(
            now.minus(ACCEPTED_AGE).toEpochMilli(),
            "older than the two weeks that CloudWatch takes");
    if (expired > 0) {
      log.error(
          "requests given up, since CloudWatch takes no data older than two weeks: requests={}",
          expired);
    }
  }

  /**
   * Waits for an attempt to end or a wake-up, at most that long, and settles all that have ended.
   */
  private void settleEnded(long waitMillis) throws InterruptedException {
    Optional<Attempt> event = events.poll(waitMillis, TimeUnit.MILLISECONDS);
    while (event != null) {
      event.ifPresent(this::settle);
      event = events.poll();
    }
  }

  /** The time is over: what is still being sent is interrupted, and noted as in doubt. */
  private void giveUp() {
    senders.close();
    long deadline = System.nanoTime() + INTERRUPT_PATIENCE.toNanos();
    try {
      while (underWay > 0 && System.nanoTime() < deadline) {
        settleEnded(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(Attempt attempt) {
    underWay--;
    status = status.took(attempt.nanos());
    try {
      SendException failure = attempt.failure();
      if (failure == null) {
        settleTaken(attempt.row());
      } else {
        settleFailure(attempt.row(), failure);
      }
    } catch (JournalException | RuntimeException e) {
      troubled(e);
    }
  }

  private void settleTaken(OutboxRow row) throws JournalException {
    boolean back = pace.away();
    pace.answered();
    invalidAnswers.taken(row.batch().namespace());
    wholeSaid = false;
    journal.acknowledge(row);
    if (back) {
      // So that the oldest go first, whoever asked last whether CloudWatch is back.
      journal.hasten();
    }
    int datums = row.batch().datums().size();
    status = status.sent(clock.instant(), datums);
    log.debug("sent to CloudWatch: request={}, datums={}", row.id(), datums);
    recovered();
  }

  private void settleFailure(OutboxRow row, SendException e) throws JournalException {
    boolean several = row.batch().datums().size() > 1;
    switch (e.kind()) {
      case INVALID -> {
        pace.answered();
        boolean worthHalving =
            invalidAnswers.worthHalving(row.batch().namespace(), clock.instant());
        if (several && worthHalving) {
          halve(row, e);
        } else {
          setAside(row, e);
        }
      }
      case TOO_LARGE -> {
        pace.answered();
        if (several) {
          halve(row, e);
        } else {
          release(row, e, Pace.jittered(row.attempts()));
        }
      }
      case THROTTLED -> {
        pace.throttled();
        release(row, e, Pace.jittered(row.attempts()));
      }
      case SETUP -> {
        pace.failed();
        release(row, e, SETUP_WAIT_MILLIS);
      }
      case RETRY -> {
        pace.failed();
        release(row, e, Pace.jittered(row.attempts()));
      }
    }
  }

  private void release(OutboxRow row, SendException e, long waitMillis) throws JournalException {
    String words = String.valueOf(e.getMessage());
    journal.release(row, clock.millis() + waitMillis, words, e.ambiguous());
    failed(words);
  }

  private void halve(OutboxRow row, SendException e) throws JournalException {
    journal.split(row, row.batch().halves());
    log.debug("sent again in halves: request={}: {}", row.id(), e.getMessage());
  }

  private void setAside(OutboxRow row, SendException e) throws JournalException {
    String words = String.valueOf(e.getMessage());
    journal.quarantine(row, words);
    status = status.failed(clock.instant(), words);
    if (row.batch().datums().size() > 1) {
      sayWhole(row, words);
      return;
    }
    Datum datum = row.batch().datums().get(0);
    log.error(
        "a datum is set aside, will not be sent again: request={}, metric={}, dimensions={}: {}",
        row.id(),
        datum.name(),
        datum.dimensions(),
        words);
  }

  private void sayWhole(OutboxRow row, String words) {
    if (!wholeSaid) {
      wholeSaid = true;
      log.error(
          "CloudWatch calls all invalid: requests are set aside whole, and not sent again until"
              + " `sidestat outbox retry --state quarantined`; said once until something is taken:"
              + " request={}, namespace={}: {}",
          row.id(),
          row.batch().namespace(),
          words);
    }
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
