package io.sidestat.collector.cli;

import io.sidestat.collector.admin.SeriesReport;
import io.sidestat.collector.admin.StatusReport;
import io.sidestat.collector.aggregate.MendedNames;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalFigures;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.OutboxStatus;
import io.sidestat.collector.journal.SampleStates;
import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SequenceFigures;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.outside.InstanceStatus;
import io.sidestat.collector.publish.HostOffset;
import io.sidestat.collector.publish.PublishStatus;
import io.sidestat.collector.shape.HostDimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Puts the rooms' figures together for the status page and the log. */
final class StatusReports {
  private StatusReports() {}

  static StatusReport report(
      Collector collector,
      CollectorConfig config,
      Instant startedAt,
      JournalFigures journal,
      OutboxStatus outbox,
      Optional<Map<String, Object>> publish,
      Map<String, Object> ec2,
      IntervalPacker packer,
      IntervalWriter writer)
      throws InterruptedException {
    IntakeFigures intake = collector.intake();
    return new StatusReport(
        Version.text(),
        startedAt.toString(),
        listeners(intake.listeners()),
        config.journal().path().toString(),
        figures(journal),
        publish.isPresent() ? "on" : "off",
        config.namespace(),
        config.dimensions(),
        figures(intake.ledger()),
        figures(intake.lines()),
        byType(intake.lines()),
        byReason(intake.ledger()),
        escaped(intake.lastRejected()),
        figures(intake.mendedNames()),
        intake.liveSeries(),
        new SeriesReport(
            intake.liveSeries(),
            config.series().limit(),
            config.series().newPerMinute(),
            intake.otherSeries(),
            packer.offenders()),
        collector.longestCloseMicros(),
        writer.intervalsWaiting(),
        writer.bytesWaiting(),
        packer.clientSamplesLost(),
        figures(intake.sequences()),
        writer.samplesLost(),
        figures(outbox),
        figures(outbox.samples()),
        oldestUnsent(outbox),
        publish.orElse(Map.of()),
        packer.percentilesRefused(),
        ec2);
  }

  private static List<Map<String, Object>> listeners(List<ListenerStatus> statuses) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ListenerStatus status : statuses) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("address", status.address());
      figures.put("datagrams", status.datagrams());
      status.kernelDrops().ifPresent(drops -> figures.put("kernelDrops", drops));
      status.receiveBufferBytes().ifPresent(bytes -> figures.put("receiveBufferBytes", bytes));
      figures.put("connections", status.connections());
      figures.put("refusedDatagrams", status.refusals().datagrams());
      figures.put("refusedConnections", status.refusals().connections());
      status.refusals().last().ifPresent(source -> figures.put("lastRefusedFrom", source));
      all.add(figures);
    }
    return all;
  }

  static Map<String, Object> figures(InstanceStatus instance, HostDimensions host) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("metadata", instance.state().name().toLowerCase(Locale.ROOT));
    Map<String, String> known = new LinkedHashMap<>();
    instance.known().forEach(dimension -> known.put(dimension.name(), dimension.value()));
    figures.put("dimensions", known);
    figures.put("problem", instance.problem());
    figures.put("intervalsWithout", host.intervalsWithout());
    return figures;
  }

  private static String oldestUnsent(OutboxStatus outbox) {
    return outbox.oldestUnsentEpochMillis() == 0
        ? ""
        : Instant.ofEpochMilli(outbox.oldestUnsentEpochMillis()).toString();
  }

  private static Map<String, Long> figures(Ledger ledger) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("datagrams", ledger.datagrams());
    figures.put("received", ledger.received());
    figures.put("aggregated", ledger.aggregated());
    figures.put("folded", ledger.folded());
    figures.put("rejected", ledger.rejectedTotal());
    figures.put("skipped", ledger.skipped());
    figures.put("refused", ledger.refused());
    return figures;
  }

  private static Map<String, Long> figures(LineCounts counts) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("lines", counts.lines());
    figures.put("events", counts.events());
    figures.put("serviceChecks", counts.serviceChecks());
    figures.put("timestamps", counts.timestamps());
    figures.put("unknownFields", counts.unknownFields());
    return figures;
  }

  private static Map<String, Long> figures(SequenceFigures sequences) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("lines", sequences.lines());
    figures.put("clients", sequences.clients());
    figures.put("samplesLost", sequences.samplesLost());
    figures.put("late", sequences.late());
    return figures;
  }

  private static Map<String, Long> byType(LineCounts counts) {
    Map<String, Long> figures = new LinkedHashMap<>();
    counts.samples().forEach((type, samples) -> figures.put(type.code(), samples));
    return figures;
  }

  private static Map<String, List<String>> escaped(Map<RejectReason, List<String>> lines) {
    Map<String, List<String>> escaped = new LinkedHashMap<>();
    lines.forEach(
        (reason, last) ->
            escaped.put(reason.label(), last.stream().map(Untrusted::escaped).toList()));
    return escaped;
  }

  private static Map<String, Object> figures(MendedNames mended) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("count", mended.count());
    figures.put("last", Untrusted.escaped(mended.example()));
    return figures;
  }

  private static Map<String, Long> byReason(Ledger ledger) {
    Map<String, Long> figures = new LinkedHashMap<>();
    for (RejectReason reason : RejectReason.values()) {
      Long count = ledger.rejected().get(reason);
      if (count != null) {
        figures.put(reason.label(), count);
      }
    }
    return figures;
  }

  private static Map<String, Object> figures(JournalFigures journal) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bytes", journal.bytes());
    figures.put("lastCommitMicros", journal.lastCommitMicros());
    figures.put("longestCommitMicros", journal.longestCommitMicros());
    journal.movedAside().ifPresent(file -> figures.put("movedAside", file.toString()));
    return figures;
  }

  static Map<String, Long> figures(OutboxStatus outbox) {
    Map<String, Long> figures = new LinkedHashMap<>();
    for (OutboxState state : OutboxState.values()) {
      figures.put(state.name().toLowerCase(Locale.ROOT), outbox.requests().getOrDefault(state, 0L));
    }
    figures.put("ambiguous_sends", outbox.ambiguous());
    figures.put("dropped_requests", outbox.dropped());
    return figures;
  }

  private static Map<String, Long> figures(SampleStates samples) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("journaled", samples.journaled());
    figures.put("acknowledged", samples.acknowledged());
    figures.put("unsent", samples.unsent());
    figures.put("local", samples.local());
    figures.put("quarantined", samples.quarantined());
    figures.put("expired", samples.expired());
    figures.put("dropped", samples.dropped());
    return figures;
  }

  static Map<String, Object> figures(
      PublishStatus publish, HostOffset offset, Optional<String> region) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("requestsSent", publish.requestsSent());
    figures.put("datumsSent", publish.datumsSent());
    figures.put("failures", publish.failures());
    figures.put("attempts", publish.attempts());
    figures.put("sendingMillis", TimeUnit.NANOSECONDS.toMillis(publish.sendingNanos()));
    figures.put("offsetMillis", offset.offset().toMillis());
    region.ifPresent(id -> figures.put("region", id));
    publish.lastSent().ifPresent(at -> figures.put("lastSent", at.toString()));
    publish.lastFailed().ifPresent(at -> figures.put("lastFailed", at.toString()));
    publish.lastError().ifPresent(words -> figures.put("lastError", words));
    return figures;
  }
}
