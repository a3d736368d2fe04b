package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.query.Fleet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code /api/v1/cost}: what {@code sidestat cost --json} prints, with the roll-ups and the prices
 * in force; the parameters are the command's flags: {@code
 * ?since=24h&hosts=20&per-host=Host&other-metrics=9000}.
 */
final class CostResource implements AdminResource {
  private static final Duration SINCE_DEFAULT = Duration.ofHours(24);

  /** Twice the default of series.limit, of which each takes some KB with its roll-ups. */
  private static final int SERIES_MAX = 20_000;

  private final Supplier<CollectorConfig> config;
  private final InstantSource clock;

  /**
   * Estimates from the journal.
   *
   * @param config in force now
   */
  CostResource(Supplier<CollectorConfig> config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("since", "hosts", "per-host", "other-metrics");
  }

  @Override
  public AdminReply get(AdminQuery query) throws JournalException, JsonProcessingException {
    Duration since = query.one("since").map(CostResource::since).orElse(SINCE_DEFAULT);
    Fleet fleet = fleet(query);
    CostReport report;
    try {
      report = CostReport.of(config.get(), clock.instant(), since, fleet, SERIES_MAX);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage()
              + ": too many to count within the collector; ask for less, or sidestat cost",
          e);
    }
    return AdminReply.json(200, report.json() + "\n");
  }

  private static Fleet fleet(AdminQuery query) {
    int hosts =
        query
            .one("hosts")
            .map(text -> (int) number("hosts", text, 1, CostReport.HOSTS_MAX))
            .orElse(1);
    long others =
        query
            .one("other-metrics")
            .map(text -> number("other-metrics", text, 0, Long.MAX_VALUE))
            .orElse(0L);
    List<String> perHost = query.all("per-host");
    return new Fleet(
        hosts, perHost.isEmpty() ? CostReport.PER_HOST_DEFAULT : Set.copyOf(perHost), others);
  }

  private static long number(String name, String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers out of range.
    }
    throw new IllegalArgumentException(
        max == Long.MAX_VALUE
            ? name + " is a number, " + min + " or more"
            : name + " is a number, " + min + " to " + max);
  }

  private static Duration since(String text) {
    try {
      Duration since = DurationText.parse(text);
      if (!since.isZero()) {
        return since;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for zero.
    }
    throw new IllegalArgumentException("not a duration: \"" + text + "\"; such as 1h, 24h, 7d");
  }
}
