package io.sidestat.collector.cli;

import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.admin.StatusReport;
import io.sidestat.collector.cli.api.MetricsResource;
import io.sidestat.collector.cli.api.QueryResource;
import io.sidestat.collector.cli.api.ReadyResource;
import io.sidestat.collector.cli.api.SeriesResource;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.model.Grid;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the admin server has under which path. */
final class AdminResources {
  private AdminResources() {}

  /**
   * All of them.
   *
   * @param current the configuration in force
   * @param listening whether samples are received
   * @param problem why the collector is not well; empty if it is
   */
  static Map<String, AdminResource> of(
      Supplier<CollectorConfig> current,
      Grid grid,
      InstantSource clock,
      BooleanSupplier listening,
      Supplier<Optional<String>> problem,
      Callable<StatusReport> status) {
    CollectorConfig config = current.get();
    Path journal = config.journal().path();
    return Map.of(
        "/healthz",
        query ->
            problem
                .get()
                .map(words -> AdminReply.text(503, words + "\n"))
                .orElseGet(() -> AdminReply.text(200, "ok\n")),
        "/readyz",
        new ReadyResource(listening, problem, config.publish().enabled()),
        "/metrics",
        new MetricsResource(status),
        "/api/v1/status",
        query -> AdminReply.json(200, status.call()),
        "/api/v1/series",
        new SeriesResource(journal),
        "/api/v1/slo",
        new SloResource(current, grid, clock),
        "/api/v1/query",
        new QueryResource(journal, grid, clock));
  }
}
