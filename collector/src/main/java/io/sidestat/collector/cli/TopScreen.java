package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.Untrusted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code sidestat top} shows, look by look. Not thread-safe. */
final class TopScreen {
  private static final int LOOKS_SHOWN = 40;
  private static final int REJECTED_SHOWN = 3;

  private final int rows;
  private final Sparkline rates = new Sparkline(LOOKS_SHOWN);

  /** A screen with so many series in each of its two lists. */
  TopScreen(int rows) {
    this.rows = rows;
  }

  /** The screen after one more look. */
  String text(TopLook now, TopLook before) {
    double rate = now.perSecond("ledger", "received", before);
    rates.add(rate);
    List<String> lines = new ArrayList<>();
    lines.add(head(now));
    lines.add(
        format(
            "received  %s samples/s, %s datagrams/s  %s",
            number(rate), number(now.perSecond("ledger", "datagrams", before)), rates));
    lines.add(ledger(now));
    lines.add(losses(now));
    lines.add(way(now));
    rejected(now, lines);
    lines.add("");
    StringBuilder text = new StringBuilder(String.join(System.lineSeparator(), lines));
    text.append(System.lineSeparator());
    if (now.series().path("found").asInt() == 0) {
      return text.append(
              "no interval is written yet: send something, such as  echo 'test:1|c' > /dev/udp/")
          .append(now.udpAddress())
          .append(System.lineSeparator())
          .toString();
    }
    String of =
        format(
            "%d of %d series, of the %d s from %s",
            Math.min(rows, now.series().path("found").asInt()),
            now.series().path("found").asInt(),
            now.series().path("seconds").asInt(),
            Untrusted.printable(now.series().path("start").asText()));
    text.append("busiest ").append(of).append(System.lineSeparator());
    text.append(table(now.busiest()));
    if (!now.slowest().isEmpty()) {
      text.append(System.lineSeparator()).append("slowest, by p99").append(System.lineSeparator());
      text.append(table(now.slowest()));
    }
    return text.toString();
  }

  private static String head(TopLook now) {
    JsonNode status = now.status();
    Duration up = Duration.between(startOf(status, now.at()), now.at());
    return format(
        "sidestat %s, up %s, namespace %s, publishing %s%s",
        Untrusted.printable(status.path("version").asText()),
        up.toHours() > 0
            ? up.toHours() + " h " + up.toMinutesPart() + " min"
            : up.toMinutes() + " min " + up.toSecondsPart() + " s",
        Untrusted.printable(status.path("namespace").asText()),
        Untrusted.printable(status.path("publishing").asText()),
        publishing(status, now.at()));
  }

  private static Instant startOf(JsonNode status, Instant otherwise) {
    try {
      return Instant.parse(status.path("startedAt").asText());
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  private static String publishing(JsonNode status, Instant now) {
    JsonNode publish = status.path("publish");
    if (publish.has("lastError")) {
      return ", fails: " + Untrusted.printable(publish.path("lastError").asText());
    }
    return publish.has("lastSent")
        ? format(
            ", last %d s ago",
            Duration.between(Instant.parse(publish.path("lastSent").asText()), now).toSeconds())
        : "";
  }

  private static String ledger(TopLook now) {
    return format(
        "samples   %d received = %d aggregated + %d folded + %d rejected + %d skipped + %d refused",
        now.figure("ledger", "received"),
        now.figure("ledger", "aggregated"),
        now.figure("ledger", "folded"),
        now.figure("ledger", "rejected"),
        now.figure("ledger", "skipped"),
        now.figure("ledger", "refused"));
  }

  private static String losses(TopLook now) {
    return now.lost() == 0
        ? "lost      nothing"
        : format(
            "LOST      kernel drops %d, refused %d, not written %d, by clients %d, on the way %d, given up unsent %d",
            now.kernelDrops(),
            now.figure("ledger", "refused"),
            now.status().path("samplesLost").asLong(),
            now.status().path("clientSamplesLost").asLong(),
            now.figure("sequences", "samplesLost"),
            now.figure("samples", "expired") + now.figure("samples", "dropped"));
  }

  private static String way(TopLook now) {
    JsonNode status = now.status();
    String oldest = status.path("oldestUnsent").asText();
    return format(
        "on its way  %d series of at most %d; intervals waiting %d; requests ready %d, quarantined %d%s",
        status.path("liveSeries").asLong(),
        status.path("series").path("limit").asLong(),
        status.path("intervalsWaiting").asLong(),
        now.figure("outbox", "ready"),
        now.figure("outbox", "quarantined"),
        oldest.isEmpty() ? "" : "; oldest unsent " + Untrusted.printable(oldest));
  }

  private static void rejected(TopLook now, List<String> lines) {
    now.status()
        .path("lastRejected")
        .properties()
        .forEach(
            reason -> {
              if (lines.size() < REJECTED_SHOWN + 5) {
                lines.add(
                    format(
                        "rejected  %s: %s",
                        Untrusted.printable(reason.getKey()),
                        Untrusted.printable(reason.getValue().path(0).asText())));
              }
            });
  }

  private TextTable table(List<TopLook.Row> all) {
    TextTable table =
        new TextTable(List.of("samples/s", "p50", "p95", "p99", "max", "unit", "series"));
    for (TopLook.Row row : all.subList(0, Math.min(rows, all.size()))) {
      table.add(
          List.of(
              number(row.perSecond()),
              cell(row, "p50"),
              cell(row, "p95"),
              cell(row, "p99"),
              cell(row, "max"),
              row.unit(),
              row.name()));
    }
    return table;
  }

  private static String cell(TopLook.Row row, String statistic) {
    JsonNode value = row.statistics().path(statistic);
    return value.isNumber() ? TextTable.number(value.asDouble()) : "-";
  }

  private static String number(double value) {
    return format(value < 100 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
