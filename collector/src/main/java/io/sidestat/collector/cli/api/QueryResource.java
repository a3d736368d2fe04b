package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.query.JournalQuery;
import io.sidestat.collector.query.Query;
import io.sidestat.collector.query.QueryBounds;
import io.sidestat.collector.query.QueryFigures;
import io.sidestat.collector.query.Statistic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * {@code /api/v1/query}: what {@code sidestat query --json} prints, in the same words: {@code
 * ?metric=ResponseTime&dimension=Endpoint=/x&by=Environment&stat=p95&since=1h&period=1m}.
 */
public final class QueryResource implements AdminResource {
  private static final Duration SINCE_DEFAULT = Duration.ofHours(1);

  /** More rows than a page can show, and few enough for memory. */
  private static final long PERIODS_MAX = 10_000;

  /** So many statistics of so many rows. */
  private static final int STATISTICS_MAX = 16;

  private static final int GROUPS_MAX = 30;

  private final Path journal;
  private final Grid grid;
  private final InstantSource clock;

  /**
   * Answers from that journal.
   *
   * @param grid of the accuracy that the history is recorded with
   */
  public QueryResource(Path journal, Grid grid, InstantSource clock) {
    this.journal = journal;
    this.grid = grid;
    this.clock = clock;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("metric", "dimension", "by", "stat", "since", "period");
  }

  @Override
  public AdminReply get(AdminQuery asked) throws JournalException {
    Query query = query(asked);
    try (JournalReader reader = JournalReader.open(journal)) {
      return AdminReply.json(
          200,
          QueryFigures.of(
              query, new JournalQuery(reader, grid, QueryBounds.BESIDE_SAMPLES).run(query)));
    }
  }

  private Query query(AdminQuery asked) {
    Duration since = asked.one("since").map(QueryResource::duration).orElse(SINCE_DEFAULT);
    var period = asked.one("period").map(QueryResource::duration);
    if (period.isPresent() && since.dividedBy(period.get()) > PERIODS_MAX) {
      throw new IllegalArgumentException(
          "that would be more than %d periods; ask for longer ones, or less time"
              .formatted(PERIODS_MAX));
    }
    if (asked.all("stat").size() > STATISTICS_MAX || asked.all("by").size() > GROUPS_MAX) {
      throw new IllegalArgumentException(
          "at most %d stat and %d by".formatted(STATISTICS_MAX, GROUPS_MAX));
    }
    List<Statistic> statistics = asked.all("stat").stream().map(Statistic::parse).toList();
    return Query.lookingBack(
        MetricParameters.metric(asked),
        MetricParameters.dimensions(asked),
        asked.all("by"),
        period,
        since,
        statistics,
        clock.instant());
  }

  private static Duration duration(String text) {
    try {
      Duration duration = DurationText.parse(text);
      if (!duration.isZero()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for zero.
    }
    throw new IllegalArgumentException("not a duration: \"" + text + "\"; such as 30s, 15m, 1h");
  }
}
