package io.sidestat.collector.faults;

import io.sidestat.collector.faults.Event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens to one journal: with which settings, what is sent, and what goes wrong when. The
 * same seed gives the same schedule.
 */
record Schedule(
    long seed,
    Duration length,
    Duration interval,
    Duration checkpoint,
    int samplesPerSecond,
    int endpoints,
    boolean poison,
    List<Event> events) {
  /** What the endpoint does, the more often the more often it stands here. */
  private static final List<Kind> MOODS =
      List.of(
          Kind.TAKE,
          Kind.TAKE,
          Kind.TAKE_SLOWLY,
          Kind.THROTTLE,
          Kind.FAIL,
          Kind.CLOSE_UNREAD,
          Kind.TAKE_AND_CLOSE,
          Kind.ANSWER_A_PAGE,
          Kind.REFUSE_LARGE,
          Kind.REFUSE_CREDENTIALS,
          Kind.GO_AWAY);

  private static final long FIRST_MILLIS = 300;

  Schedule {
    events = List.copyOf(events);
  }

  /** Nothing goes wrong unless it is added. */
  static Schedule calm(Duration length, Event... events) {
    return new Schedule(
        1, length, Duration.ofSeconds(1), Duration.ofSeconds(1), 5_000, 20, false, List.of(events));
  }

  /** The same with one timer in five hundred that the endpoint calls invalid. */
  Schedule poisoned() {
    return new Schedule(
        seed, length, interval, checkpoint, samplesPerSecond, endpoints, true, events);
  }

  /** The same with intervals and checkpoints of that length. */
  Schedule with(Duration newInterval, Duration newCheckpoint) {
    return new Schedule(
        seed, length, newInterval, newCheckpoint, samplesPerSecond, endpoints, poison, events);
  }

  /** Anything at any time. */
  static Schedule random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Duration length = Duration.ofMillis(random.nextLong(6_000, 14_000));
    List<Event> events = new ArrayList<>();
    long at = random.nextLong(FIRST_MILLIS, 2_000);
    while (at < length.toMillis()) {
      events.add(new Event(at, MOODS.get(random.nextInt(MOODS.size()))));
      at += random.nextLong(500, 3_000);
    }
    int ends = random.nextInt(4);
    for (int i = 0; i < ends; i++) {
      Kind kind = random.nextInt(3) == 0 ? Kind.STOP : Kind.KILL;
      events.add(new Event(random.nextLong(FIRST_MILLIS, length.toMillis()), kind));
    }
    if (random.nextInt(3) == 0) {
      long full = random.nextLong(FIRST_MILLIS, length.toMillis());
      events.add(new Event(full, Kind.FILL_DISK));
      events.add(new Event(full + random.nextLong(500, 4_000), Kind.FREE_DISK));
    }
    if (random.nextInt(3) == 0) {
      events.add(new Event(random.nextLong(FIRST_MILLIS, length.toMillis()), Kind.SLOW_DISK));
    }
    events.sort(Comparator.comparingLong(Event::atMillis));
    return new Schedule(
        seed,
        length,
        Duration.ofSeconds(random.nextBoolean() ? 1 : 5),
        Duration.ofSeconds(random.nextInt(1, 4)),
        random.nextInt(1, 20) * 1_000,
        random.nextInt(1, 60),
        random.nextInt(3) == 0,
        events);
  }

  /** A hundred kills take ten of these. */
  static Schedule kills(long seed, int samplesPerSecond) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 10; i++) {
      at += random.nextLong(FIRST_MILLIS, 5_000);
      events.add(new Event(at, Kind.KILL));
    }
    return new Schedule(
        seed,
        Duration.ofMillis(at + 1_000),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        samplesPerSecond,
        100,
        false,
        events);
  }
}
