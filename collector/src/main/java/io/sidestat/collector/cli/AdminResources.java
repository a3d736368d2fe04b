package io.sidestat.collector.cli;

import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.admin.OneAtATime;
import io.sidestat.collector.admin.PageFile;
import io.sidestat.collector.admin.RememberedAnswer;
import io.sidestat.collector.admin.StatusReport;
import io.sidestat.collector.cli.api.LiveResource;
import io.sidestat.collector.cli.api.MetricsResource;
import io.sidestat.collector.cli.api.QueryResource;
import io.sidestat.collector.cli.api.ReadyResource;
import io.sidestat.collector.cli.api.SeriesResource;
import io.sidestat.collector.cli.live.LiveViews;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.model.Grid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the admin server has under which path. */
final class AdminResources {
  private static final String PAGE = "/io/sidestat/collector/admin/page/";

  private static final List<String> MODULES =
      List.of(
          "page.js",
          "dom.js",
          "flow.js",
          "promises.js",
          "track.js",
          "charts.js",
          "series.js",
          "cost.js");

  /** The chart library, as its WebJar has it. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  /** The page asks every 5 s, and an interval is a minute as a rule. */
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  /** Less than the live page and {@code sidestat top} wait for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private AdminResources() {}

  /**
   * All of them.
   *
   * @param current the configuration in force
   * @param listening whether samples are received
   * @param views what is kept by the second
   * @param problem why the collector is not well; empty if it is
   * @param tail shows lines as they come
   */
  static Map<String, AdminResource> of(
      Supplier<CollectorConfig> current,
      Grid grid,
      InstantSource clock,
      LiveViews views,
      BooleanSupplier listening,
      Supplier<Optional<String>> problem,
      Callable<StatusReport> status,
      AdminResource tail) {
    OneAtATime figures = new OneAtATime(PATIENCE);
    OneAtATime journalReads = new OneAtATime(PATIENCE);
    CollectorConfig config = current.get();
    Path journal = config.journal().path();
    Map<String, AdminResource> all = new HashMap<>(page());
    all.putAll(
        Map.of(
            "/healthz",
            query ->
                problem
                    .get()
                    .map(words -> AdminReply.text(503, words + "\n"))
                    .orElseGet(() -> AdminReply.text(200, "ok\n")),
            "/readyz",
            new ReadyResource(listening, problem, config.publish().enabled()),
            "/metrics",
            figures.of(new MetricsResource(status)),
            "/api/v1/status",
            figures.of(query -> AdminReply.json(200, status.call())),
            "/api/v1/series",
            journalReads.of(new SeriesResource(journal)),
            "/api/v1/slo",
            remembered(journalReads.of(new SloResource(current, grid, clock))),
            "/api/v1/cost",
            remembered(journalReads.of(new CostResource(current, clock))),
            "/api/v1/live",
            figures.of(new LiveResource(views)),
            "/api/v1/query",
            journalReads.of(new QueryResource(journal, grid, clock))));
    all.put("/api/v1/tail", tail);
    return all;
  }

  private static AdminResource remembered(AdminResource resource) {
    return new RememberedAnswer(resource, REMEMBERED);
  }

  private static Map<String, AdminResource> page() {
    Map<String, AdminResource> files = new HashMap<>();
    files.put("/", PageFile.of(PAGE + "index.html", "text/html"));
    files.put("/page/page.css", PageFile.of(PAGE + "page.css", "text/css"));
    for (String module : MODULES) {
      files.put("/page/" + module, PageFile.of(PAGE + module, "text/javascript"));
    }
    files.put("/page/uPlot.js", PageFile.of(UPLOT + "uPlot.iife.min.js", "text/javascript"));
    files.put("/page/uPlot.min.css", PageFile.of(UPLOT + "uPlot.min.css", "text/css"));
    return files;
  }
}
