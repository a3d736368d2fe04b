package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.Untrusted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One look at a running collector.
 *
 * @param status what {@code /api/v1/status} told
 * @param series what {@code /api/v1/series} told; missing if it could not be had
 */
record TopLook(Instant at, JsonNode status, JsonNode series) {
  private static final Pattern UDP = Pattern.compile("udp:([0-9.]+):(\\d+)");

  /** A series of the interval that was written last. */
  record Row(String name, String unit, double perSecond, JsonNode statistics) {
    boolean hasPercentiles() {
      return statistics.has("p50");
    }

    double p99() {
      return statistics.path("p99").asDouble();
    }
  }

  long figure(String group, String name) {
    return status.path(group).path(name).asLong();
  }

  long kernelDrops() {
    long drops = 0;
    for (JsonNode listener : status.path("listeners")) {
      drops += listener.path("kernelDrops").asLong();
    }
    return drops;
  }

  /** Where samples are received over UDP, as a shell writes to it: {@code 127.0.0.1/8125}. */
  String udpAddress() {
    for (JsonNode listener : status.path("listeners")) {
      Matcher udp = UDP.matcher(listener.path("address").asText());
      if (udp.matches()) {
        return udp.group(1) + "/" + udp.group(2);
      }
    }
    return "127.0.0.1/8125";
  }

  /** All that was lost, by whatever tells it; what the kernel dropped in datagrams. */
  long lost() {
    return kernelDrops()
        + figure("ledger", "refused")
        + status.path("samplesLost").asLong()
        + status.path("clientSamplesLost").asLong()
        + figure("sequences", "samplesLost")
        + figure("samples", "expired")
        + figure("samples", "dropped");
  }

  /** How many of that figure came a second since an earlier look; 0 after a restart. */
  double perSecond(String group, String name, TopLook before) {
    double seconds = Duration.between(before.at, at).toMillis() / 1e3;
    long more = figure(group, name) - before.figure(group, name);
    return seconds <= 0 || more < 0 ? 0 : more / seconds;
  }

  /** The busiest first. */
  List<Row> busiest() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode one : series.path("series")) {
      StringBuilder name = new StringBuilder(one.path("metric").asText()).append('{');
      one.path("dimensions")
          .properties()
          .forEach(
              dimension ->
                  name.append(name.charAt(name.length() - 1) == '{' ? "" : ",")
                      .append(dimension.getKey())
                      .append('=')
                      .append(dimension.getValue().asText()));
      rows.add(
          new Row(
              Untrusted.printable(name.append('}').toString()),
              Untrusted.printable(one.path("unit").asText()),
              one.path("samplesPerSecond").asDouble(),
              one.path("statistics")));
    }
    return rows;
  }

  /** The series with percentiles, the highest p99 first. */
  List<Row> slowest() {
    return busiest().stream()
        .filter(Row::hasPercentiles)
        .sorted(Comparator.comparingDouble(Row::p99).reversed())
        .toList();
  }
}
