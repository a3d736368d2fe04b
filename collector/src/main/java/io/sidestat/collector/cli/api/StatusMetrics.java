package io.sidestat.collector.cli.api;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.sidestat.collector.admin.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link StatusReport} as metrics for Prometheus, each {@code sidestat_}. */
final class StatusMetrics {
  private static final double MILLIS = 1e3;
  private static final double MICROS = 1e6;

  private final List<MetricSnapshot> all = new ArrayList<>();

  private StatusMetrics() {}

  static List<MetricSnapshot> of(StatusReport status) {
    StatusMetrics metrics = new StatusMetrics();
    metrics.build(status);
    metrics.intake(status);
    metrics.listeners(status.listeners());
    metrics.series(status);
    metrics.journal(status);
    metrics.publishing(status);
    return metrics.all;
  }

  private void build(StatusReport status) {
    all.add(
        InfoSnapshot.builder()
            .name("sidestat_build")
            .help("The collector's version.")
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", status.version()))
                    .build())
            .build());
  }

  private void intake(StatusReport status) {
    Map<String, Long> ledger = status.ledger();
    counter("sidestat_datagrams", "Datagrams read.", figure(ledger, "datagrams"));
    counter("sidestat_lines", "Lines that are not empty.", figure(status.lines(), "lines"));
    counter(
        "sidestat_samples_received", "Samples in lines, good and bad.", figure(ledger, "received"));
    byLabel(
        "sidestat_samples",
        "What became of the samples received.",
        "outcome",
        only(ledger, "aggregated", "folded", "rejected", "skipped", "refused"));
    byLabel(
        "sidestat_samples_rejected",
        "Samples rejected, by reason.",
        "reason",
        status.rejectedByReason());
    byLabel(
        "sidestat_samples_by_type",
        "Well-formed samples, by StatsD's type.",
        "type",
        status.samplesByType());
    counter(
        "sidestat_client_samples_lost",
        "Samples that clients told they lost before they sent them.",
        (double) status.clientSamplesLost());
    counter(
        "sidestat_numbered_samples_lost",
        "Samples that clients had numbered and that did not come.",
        figure(status.sequences(), "samplesLost"));
    counter(
        "sidestat_samples_lost",
        "Samples of closed intervals that could not be written and were given up.",
        (double) status.samplesLost());
  }

  private void listeners(List<Map<String, Object>> listeners) {
    perListener(
        true, "sidestat_listener_datagrams", "Datagrams read, by socket.", "datagrams", listeners);
    perListener(
        true,
        "sidestat_listener_kernel_drops",
        "Datagrams that the kernel dropped before they were read.",
        "kernelDrops",
        listeners);
    perListener(
        false,
        "sidestat_listener_receive_buffer_bytes",
        "The receive buffer that the kernel granted.",
        "receiveBufferBytes",
        listeners);
    perListener(
        false, "sidestat_listener_connections", "Open connections.", "connections", listeners);
    perListener(
        true,
        "sidestat_listener_refused_datagrams",
        "Datagrams of sources that listen.allow does not have.",
        "refusedDatagrams",
        listeners);
    perListener(
        true,
        "sidestat_listener_refused_connections",
        "Connections of sources that listen.allow does not have.",
        "refusedConnections",
        listeners);
  }

  private void perListener(
      boolean counts,
      String name,
      String help,
      String figure,
      List<Map<String, Object>> listeners) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (Map<String, Object> listener : listeners) {
      if (listener.get(figure) instanceof Number value) {
        Labels labels = Labels.of("address", String.valueOf(listener.get("address")));
        counter.dataPoint(
            CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
      }
    }
    all.add(counts ? counter.build() : gauge.build());
  }

  private void series(StatusReport status) {
    gauge("sidestat_series", "Series of their own name and tags.", status.series().live());
    gauge("sidestat_series_limit", "Most of them.", status.series().limit());
    gauge("sidestat_series_other", "__other__ series.", status.series().other());
    gauge(
        "sidestat_interval_close_max_seconds",
        "For how long closing an interval kept the collector from reading, at most.",
        status.longestCloseMicros() / MICROS);
  }

  private void journal(StatusReport status) {
    gauge(
        "sidestat_intervals_waiting",
        "Closed intervals that are not in the journal yet.",
        status.intervalsWaiting());
    gauge("sidestat_waiting_bytes", "What they take in memory.", (double) status.bytesWaiting());
    gauge(
        "sidestat_journal_bytes", "The journal's size.", figure(status.journalFigures(), "bytes"));
    gauge(
        "sidestat_journal_commit_seconds",
        "How long the last change took to be on the disk.",
        figure(status.journalFigures(), "lastCommitMicros") / MICROS);
    gauge(
        "sidestat_journal_commit_max_seconds",
        "The longest that a change took.",
        figure(status.journalFigures(), "longestCommitMicros") / MICROS);
    byLabelGauge("sidestat_outbox_requests", "Requests in the journal.", "state", status.outbox());
    byLabelGauge(
        "sidestat_outbox_samples",
        "Samples in the journal, by what became of them.",
        "state",
        status.samples());
    gauge(
        "sidestat_outbox_oldest_timestamp_seconds",
        "Start of the oldest interval that is still to be sent; 0 if there is none.",
        status.oldestUnsent().isEmpty()
            ? 0
            : Instant.parse(status.oldestUnsent()).toEpochMilli() / MILLIS);
  }

  private void publishing(StatusReport status) {
    Map<String, Object> publish = status.publish();
    gauge(
        "sidestat_publishing", "1 if publishing is on.", status.publishing().equals("on") ? 1 : 0);
    counter(
        "sidestat_publish_requests",
        "Requests that CloudWatch took.",
        figure(publish, "requestsSent"));
    counter("sidestat_publish_datums", "Datums in them.", figure(publish, "datumsSent"));
    counter("sidestat_publish_failures", "Attempts that failed.", figure(publish, "failures"));
    all.add(
        SummarySnapshot.builder()
            .name("sidestat_publish_seconds")
            .help("How long attempts took, failed or not.")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count((long) figure(publish, "attempts"))
                    .sum(figure(publish, "sendingMillis") / MILLIS)
                    .build())
            .build());
    gauge(
        "sidestat_publish_last_success_timestamp_seconds",
        "When CloudWatch last took a request; 0 if never.",
        Optional.ofNullable(publish.get("lastSent"))
            .map(at -> Instant.parse(at.toString()).toEpochMilli() / MILLIS)
            .orElse(0.0));
  }

  private static Map<String, Long> only(Map<String, Long> figures, String... names) {
    return figures.entrySet().stream()
        .filter(one -> List.of(names).contains(one.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static double figure(Map<String, ?> figures, String name) {
    return figures.get(name) instanceof Number value ? value.doubleValue() : 0;
  }

  private void counter(String name, String help, double value) {
    all.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void gauge(String name, String help, double value) {
    all.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void byLabel(String name, String help, String label, Map<String, Long> figures) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    figures.forEach(
        (value, count) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of(label, value))
                    .value(count)
                    .build()));
    all.add(counter.build());
  }

  private void byLabelGauge(String name, String help, String label, Map<String, Long> figures) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    figures.forEach(
        (value, count) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of(label, value))
                    .value(count)
                    .build()));
    all.add(gauge.build());
  }
}
