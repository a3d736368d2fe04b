package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.config.SloService;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.query.JournalMetrics;
import io.sidestat.collector.query.MetricReadException;
import io.sidestat.collector.query.QueryBounds;
import io.sidestat.collector.query.TimeRange;
import io.sidestat.collector.slo.Demands;
import io.sidestat.collector.slo.SloMetrics;
import io.sidestat.collector.slo.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code /api/v1/slo}: what {@code sidestat verify --local --json} prints, of the file of
 * objectives that admin.slo names; {@code ?window=10m} in place of each objective's own.
 */
final class SloResource implements AdminResource {
  private static final Demands DEMANDS = new Demands(OptionalLong.empty(), 80, true);
  private static final Duration WINDOW_MAX = Duration.ofDays(14);

  private final Supplier<CollectorConfig> config;
  private final Grid grid;
  private final InstantSource clock;

  /**
   * Judges by the journal.
   *
   * @param config in force now
   */
  SloResource(Supplier<CollectorConfig> config, Grid grid, InstantSource clock) {
    this.config = config;
    this.grid = grid;
    this.clock = clock;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("window");
  }

  @Override
  public AdminReply get(AdminQuery query) {
    Optional<Duration> window = query.one("window").map(SloResource::window);
    Optional<Path> file = config.get().admin().slo();
    if (file.isEmpty()) {
      ObjectNode none = VerifyReport.of(List.of()).json();
      none.put("verdict", "none").put("reason", "no objectives: admin.slo names no file of them");
      return AdminReply.json(200, none);
    }
    VerifyReport report = report(file.get(), window);
    ObjectNode answer = report.json();
    for (int i = 0; i < report.results().size(); i++) {
      SloService service = report.results().get(i).indicator().endpoint().service();
      ((ObjectNode) answer.path("results").get(i))
          .put("latencyMetric", service.latencyMetric())
          .put("requestsMetric", service.requestsMetric());
    }
    return AdminReply.json(200, answer);
  }

  private static Duration window(String text) {
    try {
      Duration window = DurationText.parse(text);
      if (!window.isZero() && window.toSeconds() % 60 == 0 && window.compareTo(WINDOW_MAX) <= 0) {
        return window;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for one of another length.
    }
    throw new IllegalArgumentException("window is whole minutes, up to 14d, such as 10m or 1h");
  }

  private VerifyReport report(Path file, Optional<Duration> window) {
    CollectorConfig current = config.get();
    try (JournalMetrics reader =
        new JournalMetrics(
            JournalReader.open(current.journal().path()), grid, QueryBounds.BESIDE_SAMPLES)) {
      SloMetrics metrics = SloMetrics.of(SloConfig.read(file), current);
      Instant until = clock.instant().plusSeconds(1);
      return VerifyReport.of(
          new Verification(reader, DEMANDS, clock)
              .verify(
                  metrics.endpoints(),
                  objective -> new TimeRange(until.minus(window.orElse(objective.window())), until),
                  Optional.empty()));
    } catch (ConfigException | JournalException | MetricReadException e) {
      return VerifyReport.notAsked(Untrusted.printable(String.valueOf(e.getMessage())));
    }
  }
}
