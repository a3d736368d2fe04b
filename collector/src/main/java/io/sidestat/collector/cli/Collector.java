package io.sidestat.collector.cli;

import io.sidestat.collector.admin.AdminServer;
import io.sidestat.collector.admin.OutboxEndpoint;
import io.sidestat.collector.admin.StatusReport;
import io.sidestat.collector.aggregate.Aggregator;
import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.OpenInterval;
import io.sidestat.collector.cli.api.TailResource;
import io.sidestat.collector.cli.live.LiveViews;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OpenFragment;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.listen.InheritedSockets;
import io.sidestat.collector.listen.ListenException;
import io.sidestat.collector.listen.Listeners;
import io.sidestat.collector.listen.ReceiveLoop;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.outside.InstanceDimensions;
import io.sidestat.collector.protocol.DatagramParser;
import io.sidestat.collector.publish.CloudWatchSender;
import io.sidestat.collector.publish.HostOffset;
import io.sidestat.collector.publish.Publisher;
import io.sidestat.collector.shape.HostDimensions;
import io.sidestat.collector.shape.Shaper;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms wired together and running, from {@link #start} to {@link #stop}.
 *
 * <p>Threads: {@code sidestat-receive} owns sockets, parser, series and the open interval; {@code
 * sidestat-pack} turns what it hands over into values and requests; {@code sidestat-journal} writes
 * them; {@code sidestat-publisher} sends them, if publishing is on; {@code sidestat-admin} answers
 * HTTP; {@code sidestat-metadata} asks EC2, if told to.
 */
final class Collector {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** At a stop, this long without a line counts as having read all that was sent. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final Duration DRAIN_MAX = Duration.ofMillis(500);

  private volatile CollectorConfig config;
  private final Grid grid;
  private volatile HostOffset offset;
  private final Optional<String> hostName;
  private final InstantSource clock;
  private final Instant startedAt;
  private final ReceiveLoop loop = new ReceiveLoop(this::beforeParsing);
  private final LedgerBook book = new LedgerBook();
  private final Aggregator aggregator;
  private final LiveViews views;
  private final Journal journal;
  private final Optional<Publisher> publisher;
  private final IntervalPacker packer;
  private final IntervalWriter writer;
  private final SliceCutter cutter;
  private final CollectorHealth health;
  private final HostDimensions hostDimensions;
  private final OwnerTick tick;

  private @Nullable AdminServer admin;

  /** Null if nothing is asked of EC2: no dimension is to come from it, or publishing is off. */
  private volatile @Nullable InstanceDimensions instance;

  private volatile @Nullable Listeners listeners;

  private Collector(
      CollectorConfig config,
      HostOffset offset,
      Optional<String> hostName,
      InstantSource clock,
      Journal journal) {
    this.config = config;
    this.offset = offset;
    this.hostName = hostName;
    this.clock = clock;
    this.journal = journal;
    this.startedAt = clock.instant();
    this.grid = Grid.within(config.accuracy().relativeError());
    this.hostDimensions =
        new HostDimensions(config.ec2().dimensions().size(), this::knownOfInstance);
    this.aggregator =
        new Aggregator(
            Shaper.of(config), grid, config.series(), book, new SecureRandom().nextLong());
    this.views = new LiveViews(grid, System::nanoTime, this::othersWanted);
    this.publisher =
        config.publish().enabled()
            ? Optional.of(
                new Publisher(journal, new CloudWatchSender(config.publish(), clock), clock))
            : Optional.empty();
    String run = UUID.randomUUID().toString();
    this.writer =
        new IntervalWriter(
            journal, config.journal(), clock, run, () -> publisher.ifPresent(Publisher::wake));
    this.packer =
        new IntervalPacker(
            writer,
            config.publish().enabled() ? OutboxState.READY : OutboxState.LOCAL,
            packing(config, offset),
            grid,
            clock,
            run,
            this::samplesLostAnywhere,
            new LiveWatch(views, loop, aggregator.watched()));
    this.cutter =
        new SliceCutter(
            new OpenInterval(aggregator, config.interval(), startedAt),
            packer,
            writer,
            config.journal().checkpoint(),
            clock);
    this.tick = new OwnerTick(loop, cutter, book, () -> listeners().statusesNow(), clock);
    this.health = new CollectorHealth(loop, packer, writer, publisher);
  }

  /**
   * Starts a collector; when this returns it is listening.
   *
   * @param offset how long after an interval's end requests are sent
   * @param hostName tells this host from others; empty if nothing does
   * @param inherited sockets that were bound before the process began
   * @throws StartException if the journal or an address cannot be had
   */
  static Collector start(
      CollectorConfig config,
      HostOffset offset,
      Optional<String> hostName,
      InstantSource clock,
      InheritedSockets inherited)
      throws StartException, InterruptedException {
    Journal journal;
    try {
      journal = Journal.open(config.journal().path(), clock);
    } catch (JournalException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    Collector collector = new Collector(config, offset, hostName, clock, journal);
    try {
      collector.open(inherited);
      return collector;
    } catch (StartException e) {
      collector.release();
      throw e;
    }
  }

  private void open(InheritedSockets inherited) throws StartException, InterruptedException {
    // With publishing off nothing leaves this host, to the metadata service neither.
    if (config.publish().enabled() && !config.ec2().dimensions().isEmpty()) {
      instance = InstanceDimensions.start(config.ec2());
    }
    admin =
        AdminStart.at(
            config.admin().address(),
            AdminResources.of(
                () -> config,
                grid,
                clock,
                views,
                () -> listeners != null,
                health::problem,
                this::status,
                TailResource.of(loop, aggregator, clock)),
            new OutboxEndpoint(journal, () -> publisher.ifPresent(Publisher::wake)));
    try {
      listeners =
          Listeners.open(
              loop,
              config.listen(),
              inherited,
              new DatagramParser(aggregator, book, config.protocol()));
    } catch (ListenException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    views.keep(LiveObjectives.of(config));
    packer.start(openFragments());
    writer.start();
    publisher.ifPresent(Publisher::start);
    tick.begin();
  }

  private Packing packing(CollectorConfig of, HostOffset after) {
    return Packing.of(of, after, hostName, hostDimensions, grid);
  }

  /**
   * Takes over what can be changed while it runs; what is in the open interval stays, and is
   * published under what it became.
   *
   * @param offsets the offset under settings that are in force
   */
  void reload(CollectorConfig other, Function<CollectorConfig, HostOffset> offsets)
      throws InterruptedException {
    CollectorConfig before = config;
    CollectorConfig next = before.reloaded(other);
    HostOffset newOffset = offsets.apply(next);
    if (!next.shapesAs(before)) {
      loop.call(
          () -> {
            aggregator.reshape(Shaper.of(next), next.series());
            return true;
          });
    }
    packer.repack(packing(next, newOffset));
    writer.limit(next.journal());
    cutter.checkpointEvery(next.journal().checkpoint());
    views.keep(LiveObjectives.of(next));
    config = next;
    offset = newOffset;
  }

  /** None if the journal cannot be read now: then they wait for the next start. */
  private List<OpenFragment> openFragments() {
    try {
      return journal.openFragments();
    } catch (JournalException e) {
      log.warn("what the run before left open waits for the next start: {}", e.getMessage());
      return List.of();
    }
  }

  private List<Dimension> knownOfInstance() {
    InstanceDimensions asked = instance;
    return asked == null ? List.of() : asked.known();
  }

  private Map<String, Object> ec2Figures() {
    InstanceDimensions asked = instance;
    return asked == null ? Map.of() : StatusReports.figures(asked.status(), hostDimensions);
  }

  /** What was lost before it was in the journal, and what clients tell of themselves. */
  private long samplesLostAnywhere() {
    return tick.samplesLost()
        + cutter.ledger().refused()
        + writer.samplesLost()
        + packer.clientSamplesLost();
  }

  /** On the owner thread. */
  private void beforeParsing() {
    cutter.beforeParsing();
  }

  /** How long {@link #stop} may take in all, as it is configured now. */
  Duration stopDeadline() {
    return config.stopDeadline();
  }

  /** The sockets that samples come in on. */
  Listeners listeners() {
    return started(listeners);
  }

  InetSocketAddress adminAddress() {
    return started(admin).address();
  }

  private void othersWanted() {
    packer.othersWanted();
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  /** What came in since the start, all of one moment. */
  IntakeFigures intake() throws InterruptedException {
    return loop.call(
        () ->
            new IntakeFigures(
                cutter.ledger().plus(book.snapshot()),
                book.lineCounts(),
                book.sequences(),
                book.lastRejected(),
                book.mendedNamesEver(),
                aggregator.liveSeries(),
                aggregator.otherSeries(),
                listeners().statusesNow()));
  }

  /** The longest that closing an interval kept the owner thread from reading. */
  long longestCloseMicros() {
    return cutter.longestCloseMicros();
  }

  /** Whether its threads do their work. */
  CollectorHealth health() {
    return health;
  }

  private StatusReport status() throws InterruptedException, JournalException {
    return StatusReports.report(
        this,
        config,
        startedAt,
        journal.figures(),
        journal.outboxStatus(),
        publisher.map(running -> StatusReports.figures(running.status(), offset, running.region())),
        ec2Figures(),
        packer,
        writer);
  }

  /**
   * Ends: reads what has arrived, closes the open interval, writes it to the journal, publishes
   * what is due within the time given. What is not sent by then stays in the journal.
   *
   * @return what became of all samples of this run
   */
  Ledger stop(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    awaitQuiet();
    // First no more datagrams, then the last interval: nothing may come in behind it.
    listeners().close();
    loop.call(
        () -> {
          cutter.end();
          return true;
        });
    packer.finish(left(deadline));
    writer.finish(left(deadline));
    if (publisher.isPresent()) {
      publisher.get().stop(left(deadline));
    }
    logEnd();
    release();
    return cutter.ledger();
  }

  /**
   * Samples that were aggregated and could not be written: final once {@link #stop} has returned.
   */
  long samplesLost() {
    return writer.samplesLost();
  }

  /** Waits until no line has come for a moment: what was sent before the stop is read. */
  private void awaitQuiet() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
    long before = -1;
    long now = intake().lines().lines();
    while (now != before && System.nanoTime() < deadline) {
      before = now;
      Thread.sleep(QUIET.toMillis());
      now = intake().lines().lines();
    }
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
  }

  private void logEnd() {
    Ledger total = cutter.ledger();
    log.info(
        "stopped: received={}, aggregated={}, folded={}, rejected={}, skipped={}, refused={}, lost={},"
            + " outbox={}",
        total.received(),
        total.aggregated(),
        total.folded(),
        total.rejectedTotal(),
        total.skipped(),
        total.refused(),
        writer.samplesLost(),
        StatusReports.figures(journal.outboxStatus()));
  }

  private void release() {
    if (admin != null) {
      admin.close();
    }
    InstanceDimensions asked = instance;
    if (asked != null) {
      asked.close();
    }
    loop.close();
    try {
      journal.close();
    } catch (JournalException e) {
      log.warn("{}", e.getMessage());
    }
  }
}
