package io.sidestat.collector.cli.api;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.admin.StatusReport;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: the status and the JVM's figures for Prometheus, in the format OpenMetrics; all
 * are described in docs/self-metrics.md.
 */
public final class MetricsResource implements AdminResource {
  private final Callable<StatusReport> status;

  /**
   * Made at the first request: most collectors are never asked, and all would start 0.1 s later.
   */
  private @Nullable PrometheusRegistry jvm;

  private final OpenMetricsTextFormatWriter writer =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();

  /** Tells that status. */
  public MetricsResource(Callable<StatusReport> status) {
    this.status = status;
  }

  @Override
  public AdminReply get(AdminQuery query) throws Exception {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    StatusMetrics.of(status.call()).forEach(all::metricSnapshot);
    jvm().scrape().forEach(all::metricSnapshot);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, all.build());
    return new AdminReply(200, OpenMetricsTextFormatWriter.CONTENT_TYPE, body.toByteArray());
  }

  private synchronized PrometheusRegistry jvm() {
    PrometheusRegistry registry = jvm;
    if (registry == null) {
      registry = new PrometheusRegistry();
      JvmMetrics.builder().register(registry);
      jvm = registry;
    }
    return registry;
  }
}
