package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.aggregate.Aggregator;
import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.aggregate.TappedLine;
import io.sidestat.collector.config.Glob;
import io.sidestat.collector.listen.ReceiveLoop;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.GlobMatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /api/v1/tail}: lines as they come. {@code ?match=} a pattern for names begins and answers
 * an id; {@code ?id=} answers what came since the last look; {@code &last=true} with it ends.
 */
public final class TailResource implements AdminResource {
  private static final String ALL_NAMES = "**";

  /** No name is longer, and none of them takes long to match. */
  private static final int GLOB_CHARS_MAX = 255;

  private static final int WILDCARDS_MAX = 8;

  /** A metric may have 30 dimensions of a thousand characters; one look has up to 2,000 lines. */
  private static final int METRIC_CHARS_MAX = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Milliseconds even where there are none, so that times stand in columns. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Tails tails;
  private final Runnable wake;

  /**
   * Answers of those tails.
   *
   * @param wake called when another has begun or one has ended
   */
  TailResource(Tails tails, Runnable wake) {
    this.tails = tails;
    this.wake = wake;
  }

  /**
   * Shows what comes to that aggregator.
   *
   * @param loop its thread
   */
  public static TailResource of(ReceiveLoop loop, Aggregator aggregator, InstantSource clock) {
    Tails tails = new Tails(System::nanoTime);
    return new TailResource(tails, new TailFeed(loop, aggregator, clock, tails)::wake);
  }

  @Override
  public Set<String> parameters() {
    return Set.of("match", "id", "last");
  }

  @Override
  public AdminReply get(AdminQuery query) throws InterruptedException {
    Optional<String> id = query.one("id");
    Optional<String> match = query.one("match");
    boolean last = query.one("last").map(TailResource::isTrue).orElse(false);
    if (id.isPresent() && match.isPresent()) {
      throw new IllegalArgumentException("give match to begin, or id to go on, not both");
    }
    if (last && id.isEmpty()) {
      throw new IllegalArgumentException("last goes with the id of what is to end");
    }
    return id.isPresent() ? look(id.get(), last) : begin(glob(match.orElse(ALL_NAMES)));
  }

  private static boolean isTrue(String text) {
    if (!text.equals("true")) {
      throw new IllegalArgumentException("last is true, or is left out");
    }
    return true;
  }

  private static GlobMatcher glob(String text) {
    if (text.length() > GLOB_CHARS_MAX) {
      throw new IllegalArgumentException("match has more than " + GLOB_CHARS_MAX + " characters");
    }
    Glob glob;
    try {
      glob = Glob.ofName(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("match: " + e.getMessage(), e);
    }
    if (glob.captures() > WILDCARDS_MAX) {
      throw new IllegalArgumentException("match has more than " + WILDCARDS_MAX + " wildcards");
    }
    return new GlobMatcher(glob);
  }

  private AdminReply begin(GlobMatcher glob) throws InterruptedException {
    Optional<Tail> begun = tails.begin(glob);
    if (begun.isEmpty()) {
      return AdminReply.text(
          503,
          "%d tails are on, which is the most; one makes room when it ends, or %d s after its last look\n"
              .formatted(SampleTap.TAILS_MAX, Tail.SILENCE_MAX.toSeconds()));
    }
    Tail tail = begun.get();
    wake.run();
    if (!tail.awaitTakenOver(PATIENCE)) {
      tails.end(tail);
      return AdminReply.text(503, "the collector is too busy to show samples; try again\n");
    }
    return answer(tail, tails.look(tail));
  }

  private AdminReply look(String id, boolean last) {
    Optional<Tail> found = tails.find(id);
    if (found.isEmpty()) {
      return AdminReply.text(
          404,
          "no such tail: it ended, or nobody looked for %d s; begin another with match\n"
              .formatted(Tail.SILENCE_MAX.toSeconds()));
    }
    Tail tail = found.get();
    if (last) {
      // It is noticed at the next tick, there being one while there is a tail.
      tails.end(tail);
    }
    return answer(tail, tails.look(tail));
  }

  private static AdminReply answer(Tail tail, SampleTap.Taken taken) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", tail.id());
    answer.put("lines", taken.lines().stream().map(TailResource::figures).toList());
    answer.put("notShown", taken.notTaken());
    return AdminReply.json(200, answer);
  }

  private static Map<String, Object> figures(TappedLine line) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("at", TIME.format(Instant.ofEpochMilli(line.epochMillis())));
    figures.put("line", line.text());
    if (line.cut()) {
      figures.put("cut", true);
    }
    figures.put("outcome", line.outcome().name().toLowerCase(Locale.ROOT));
    MetricId metric = line.metric();
    if (metric != null) {
      String text = metric.toString();
      figures.put("metric", text.substring(0, Math.min(text.length(), METRIC_CHARS_MAX)));
      figures.put("namespace", metric.namespace());
    }
    RejectReason reason = line.reason();
    if (reason != null) {
      figures.put("reason", reason.label() + ": " + reason.meaning());
    }
    return figures;
  }
}
