package io.sidestat.collector.cli;

import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.query.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stretch of time to look at. Use it as a picocli mixin. */
final class WindowOptions {
  private static final Duration WINDOW_MAX = Duration.ofDays(90);
  private static final int SECONDS_A_MINUTE = 60;

  /** An interval's requests are sent within 10 s of its end, and are not seen at once. */
  private static final Duration ARRIVAL = Duration.ofSeconds(90);

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      converter = QueryCommand.DurationConverter.class,
      description =
          "What stretch of time to look at: 10m, 6h, 7d; whole minutes, up to now or from --after"
              + " on. Default: each objective's own window.")
  private @Nullable Duration window;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description =
          "Look at the window that begins then, so that what came before a deployment does not"
              + " count: now, or 2026-11-26T12:00:00Z. Waits for its end as --wait allows.")
  private @Nullable String after;

  @Option(
      names = "--compare",
      paramLabel = "DURATION",
      converter = QueryCommand.DurationConverter.class,
      description = "Show beside it what was measured in the same window so much earlier.")
  private @Nullable Duration compare;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * The window of each objective.
   *
   * @param start with {@code --after}: the first whole minute that has nothing of before in it
   * @param length with {@code --window}
   * @param compareEarlier with {@code --compare}
   */
  record Windows(
      Optional<Instant> start, Optional<Duration> length, Optional<Duration> compareEarlier) {

    /** When all of the window should have arrived; long ago unless it has a start. */
    Instant arrived() {
      return start.isPresent() && length.isPresent()
          ? start.get().plus(length.get()).plus(ARRIVAL)
          : Instant.MIN;
    }

    /** Up to the end of the minute that is under way, for what has arrived of it. */
    Function<SloObjective, TimeRange> asOf(Instant now) {
      Instant until = nextMinute(now);
      return objective -> {
        Duration asked = length.orElse(objective.window());
        if (start.isEmpty()) {
          return new TimeRange(until.minus(asked), until);
        }
        Instant from = start.get();
        Instant end = from.plus(asked).isBefore(until) ? from.plus(asked) : until;
        return new TimeRange(from, from.isBefore(end) ? end : from.plusSeconds(SECONDS_A_MINUTE));
      };
    }
  }

  /**
   * What was asked for.
   *
   * @param patience how long data is waited for
   * @throws ParameterException if that is not allowed
   */
  Windows windows(Instant now, Duration patience) {
    checkMinutes("--window", window);
    checkMinutes("--compare", compare);
    if (window != null && window.compareTo(WINDOW_MAX) > 0) {
      throw mistake("--window: found " + window.toDays() + "d, allowed: up to 90d");
    }
    if (after != null && window == null) {
      throw mistake("--after needs --window");
    }
    Optional<Instant> start = start(now);
    start.ifPresent(from -> checkBegun(from, now.plus(patience)));
    return new Windows(start, Optional.ofNullable(window), Optional.ofNullable(compare));
  }

  /** Of a window that has hardly begun nothing can be said. */
  private void checkBegun(Instant from, Instant asked) {
    Instant first = from.plusSeconds(SECONDS_A_MINUTE);
    if (asked.isBefore(first)) {
      throw mistake(
          "--after: the window begins at %s, and is looked at by %s: give a longer --wait, such as --wait %s for all of it"
              .formatted(
                  from,
                  asked.truncatedTo(ChronoUnit.SECONDS),
                  DurationText.write(
                      Duration.between(asked, from)
                          .plus(window == null ? Duration.ZERO : window)
                          .plus(Duration.ofMinutes(5))
                          .truncatedTo(ChronoUnit.MINUTES))));
    }
  }

  private void checkMinutes(String option, @Nullable Duration duration) {
    if (duration != null && duration.toSeconds() % SECONDS_A_MINUTE != 0) {
      throw mistake(option + ": found " + duration.toSeconds() + "s, allowed: whole minutes");
    }
  }

  private Optional<Instant> start(Instant now) {
    if (after == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(nextMinute(after.equals("now") ? now : Instant.parse(after)));
    } catch (DateTimeException e) {
      throw mistake(
          "--after: found \"%s\", allowed: now, or a time such as 2026-11-26T12:00:00Z"
              .formatted(after));
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private static Instant nextMinute(Instant time) {
    long second = time.getNano() > 0 ? time.getEpochSecond() + 1 : time.getEpochSecond();
    return Instant.ofEpochSecond(
        Math.floorDiv(second + SECONDS_A_MINUTE - 1, SECONDS_A_MINUTE) * SECONDS_A_MINUTE);
  }
}
