package io.sidestat.collector.faults;

import io.sidestat.collector.cli.SidestatProcess;
import io.sidestat.collector.faults.Event.Kind;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a schedule against the packaged jar. At the end all is put right, what is unsent is sent,
 * and what the endpoint took is held against what was sent.
 */
final class FaultRun {
  /** What a checkpoint may take from when it is due until it is on the disk, on a busy machine. */
  private static final Duration CHECKPOINT_TAKES_MAX = Duration.ofMillis(1_500);

  /** After a disk has room again: a retry is due each second. */
  private static final Duration DISK_RECOVERS_IN = Duration.ofSeconds(4);

  private static final Duration SETTLES_IN = Duration.ofSeconds(90);
  private static final int STARTS_MAX = 3;
  private static final Pattern LOST = Pattern.compile("stopped: .* lost=(\\d+)");

  private final Schedule schedule;
  private final Path directory;
  private final DiskFault disk;
  private final UnsteadyCloudWatch cloudWatch;
  private final Traffic traffic;
  private final List<Life> lives = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private SidestatProcess process;
  private int kills;
  private long reportedLost;
  private boolean diskFull;

  /** Since when the disk has not taken all; only while it may not have. */
  private long diskTroubleNanos;

  private long diskTroubleUntilNanos;
  private boolean everFull;
  private boolean everTroubled;

  private FaultRun(Schedule schedule, Path directory, DiskFault disk) throws IOException {
    this.schedule = schedule;
    this.directory = directory;
    this.disk = disk;
    this.cloudWatch = new UnsteadyCloudWatch(schedule.poison());
    this.traffic =
        new Traffic(
            new KnownSamples(schedule.seed(), schedule.endpoints(), schedule.poison()),
            schedule.samplesPerSecond(),
            schedule.interval());
    this.process = launch();
  }

  /** Runs a schedule to its end; its files stay in the directory. */
  static Verdict run(Schedule schedule, Path directory) throws Exception {
    try (DiskFault disk = DiskFault.in(directory)) {
      FaultRun run = new FaultRun(schedule, directory, disk);
      try {
        return run.run();
      } finally {
        run.close();
      }
    }
  }

  private void close() throws Exception {
    traffic.close();
    process.close();
    cloudWatch.close();
  }

  private Verdict run() throws Exception {
    awaitLife();
    long started = System.nanoTime();
    for (Event event : schedule.events()) {
      awaitTime(started, event.atMillis());
      apply(event.kind());
    }
    awaitTime(started, schedule.length().toMillis());
    putRight();
    OutboxStatus outbox = settle();
    problems.addAll(List.of(traffic.problem()).stream().filter(words -> !words.isEmpty()).toList());
    KnownSamples samples =
        new KnownSamples(schedule.seed(), schedule.endpoints(), schedule.poison());
    Reckoning reckoning =
        new Reckoning(
            samples, traffic.sent(), lives, schedule.interval(), cloudWatch.taken(), outbox);
    problems.addAll(reckoning.problems());
    if (reckoning.lostWithLives() - reckoning.lostWithKills() > reportedLost) {
      problems.add("lost without a kill, and not said: reported=" + reportedLost);
    }
    return new Verdict(
        schedule,
        lives.size(),
        kills,
        (long) traffic.sent().size() * KnownSamples.PER_DATAGRAM,
        reckoning.lostWithKills(),
        reckoning.repeats(),
        outbox.ambiguous(),
        outbox.samples().quarantined(),
        problems);
  }

  private static void awaitTime(long startedNanos, long millis) {
    long due = startedNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private SidestatProcess launch() throws IOException {
    return SidestatProcess.start(
        directory,
        Map.of(
            "CLOUDWATCH_METRICS_ENABLED", "true",
            "ENVIRONMENT", "test",
            "AWS_REGION", "ap-northeast-2",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
        "run",
        "--listen-udp=127.0.0.1:0",
        "--admin-address=127.0.0.1:0",
        "--rollups=none",
        "--stop-deadline=4s",
        "--interval=" + schedule.interval().toSeconds() + "s",
        "--journal-checkpoint=" + schedule.checkpoint().toSeconds() + "s",
        "--journal-path=" + disk.directory().resolve("journal.db"));
  }

  /** Waits until the collector listens, and sends to it; one that cannot start is started again. */
  private void awaitLife() throws Exception {
    for (int starts = 1; !listens(); starts++) {
      if (starts == STARTS_MAX) {
        throw new AssertionError("does not start:\n" + process.stderr());
      }
      process = launch();
    }
    traffic.resume(lives.size(), process.udpPort());
  }

  private boolean listens() {
    process.await("it listens or ends", () -> !process.alive() || process.isListening());
    return process.alive();
  }

  private void apply(Kind kind) throws Exception {
    switch (kind) {
      case KILL -> kill();
      case STOP -> stop();
      case FILL_DISK -> fillDisk();
      case FREE_DISK -> freeDisk();
      case SLOW_DISK -> slowDisk();
      default -> cloudWatch.apply(kind);
    }
    if (kind.endsTheCollector()) {
      checkJournalWhole();
      process = launch();
      awaitLife();
    }
  }

  private void fillDisk() throws IOException, SQLException {
    diskTroubleBegins();
    everFull = true;
    diskFull = true;
    disk.begin();
  }

  private void slowDisk() {
    diskTroubleBegins();
    diskTroubleUntilNanos =
        System.nanoTime() + HeldDisk.HELD.toNanos() + DISK_RECOVERS_IN.toNanos();
    HeldDisk.hold(disk.directory().resolve("journal.db"));
  }

  private void diskTroubleBegins() {
    long now = System.nanoTime();
    if (!diskTroubled(now)) {
      diskTroubleNanos = now;
    }
    everTroubled = true;
  }

  private void freeDisk() throws IOException, SQLException {
    disk.end();
    if (diskFull) {
      diskFull = false;
      diskTroubleUntilNanos = System.nanoTime() + DISK_RECOVERS_IN.toNanos();
    }
  }

  private void kill() throws Exception {
    long now = System.nanoTime();
    process.kill();
    traffic.pause();
    kills++;
    endLife(mayBeLostSince(now));
  }

  private void stop() throws Exception {
    traffic.pause();
    long now = System.nanoTime();
    int exitCode = process.terminate();
    Matcher lost = LOST.matcher(process.stderr());
    long samples = lost.find() ? Long.parseLong(lost.group(1)) : -1;
    if (samples == 0 && exitCode == 0) {
      endLife(now);
    } else if (samples > 0 && exitCode == 1 && diskTroubled(now)) {
      reportedLost += samples;
      endLife(mayBeLostSince(now));
    } else {
      problems.add("SIGTERM: exit code " + exitCode + "\n" + process.stderr());
      endLife(now);
    }
  }

  private boolean diskTroubled(long now) {
    return diskFull || (everTroubled && now - diskTroubleUntilNanos < 0);
  }

  private long mayBeLostSince(long now) {
    long begun = diskTroubled(now) ? diskTroubleNanos : now;
    return begun - schedule.checkpoint().toNanos() - CHECKPOINT_TAKES_MAX.toNanos();
  }

  private void endLife(long safeUntilNanos) {
    int number = lives.size();
    SentLog sent = traffic.sent();
    lives.add(
        new Life(
            number,
            sent.firstOf(number),
            sent.size(),
            Math.min(sent.size(), sent.firstOf(number, safeUntilNanos))));
  }

  /** Errors there are none but those of a full disk, and of what the endpoint calls invalid. */
  private void checkJournalWhole() throws IOException {
    long errors =
        process
            .stderr()
            .lines()
            .filter(line -> line.contains(" ERROR ") && !line.contains("a datum is set aside"))
            .count();
    boolean damaged = process.stderrLines("is damaged") + process.stderrLines("cannot be read") > 0;
    if (damaged || (errors > 0 && !everFull)) {
      problems.add("errors in the log:\n" + process.stderr());
    }
  }

  private void putRight() throws Exception {
    apply(Kind.FREE_DISK);
    apply(Kind.TAKE);
    traffic.pause();
    process.await(
        "the journal has all", () -> process.status().path("intervalsWaiting").asInt() == 0);
    stop();
  }

  /** Sends what is unsent, without waiting for its time; answers how the outbox stands then. */
  private OutboxStatus settle() throws Exception {
    process = launch();
    if (!listens()) {
      throw new AssertionError("does not start:\n" + process.stderr());
    }
    long deadline = System.nanoTime() + SETTLES_IN.toNanos();
    boolean hastened = false;
    while (unsent() > 0) {
      if (!hastened) {
        hastened = true;
        hasten();
      }
      if (System.nanoTime() - deadline > 0) {
        problems.add("does not send what is unsent:\n" + process.status() + process.stderr());
        break;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    int exitCode = process.terminate();
    if (exitCode != 0) {
      problems.add("the last SIGTERM: exit code " + exitCode + "\n" + process.stderr());
    }
    checkJournalWhole();
    try (JournalReader reader = JournalReader.open(disk.directory().resolve("journal.db"))) {
      return reader.outbox().status();
    }
  }

  private long unsent() throws Exception {
    var outbox = process.status().path("outbox");
    return outbox.path("ready").asLong() + outbox.path("in_flight").asLong();
  }

  private void hasten() throws Exception {
    try (SidestatProcess retry =
        SidestatProcess.start(
            directory,
            Map.of(),
            "outbox",
            "retry",
            "--state=ready",
            "--admin-address=" + process.adminAddress().getAuthority(),
            "--journal-path=" + disk.directory().resolve("journal.db"))) {
      int exitCode = retry.exitCode();
      if (exitCode != 0) {
        problems.add("outbox retry: exit code " + exitCode + "\n" + retry.stderr());
      }
    }
  }
}
