package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What becomes of the samples that a running collector receives, before they are journaled. */
final class SamplesCheck {
  private static final String LINES = "lines";
  private static final String NAMES = "names";
  private static final String SERIES = "series";

  /** From that share of rejected samples on, somebody's metrics are missing. */
  private static final double MANY = 0.01;

  private final JsonNode status;

  /** A check of a collector's status. */
  SamplesCheck(JsonNode status) {
    this.status = status;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    rejected(findings);
    series(findings);
    names(findings);
    instance(findings);
    return findings;
  }

  private void rejected(List<Finding> findings) {
    long rejected = total("rejected");
    if (rejected == 0) {
      if (total("received") > 0) {
        findings.add(Finding.ok(LINES, "none rejected"));
      }
      return;
    }
    long received = total("received");
    StringBuilder found =
        new StringBuilder("%d of %d samples rejected".formatted(rejected, received));
    for (Map.Entry<String, JsonNode> reason : status.path("rejectedByReason").properties()) {
      found
          .append("; %d since %s".formatted(reason.getValue().asLong(), meaning(reason.getKey())))
          .append(example(status.path("lastRejected").path(reason.getKey())));
    }
    String toDo =
        "mend what sends these lines, or see what a line becomes with: sidestat check-config --try"
            + " 'LINE'";
    boolean all = total("aggregated") + total("folded") == 0;
    if (all) {
      findings.add(Finding.stopping(LINES, found.toString(), toDo));
    } else if (rejected >= received * MANY) {
      findings.add(Finding.wrong(LINES, found.toString(), toDo));
    } else {
      findings.add(Finding.note(LINES, found.toString(), toDo));
    }
  }

  private static String meaning(String label) {
    try {
      return RejectReason.valueOf(label.toUpperCase(Locale.ROOT)).meaning();
    } catch (IllegalArgumentException another) {
      // Of another version.
      return label;
    }
  }

  private static String example(JsonNode lines) {
    return lines.isEmpty() ? "" : ", the last \"" + lines.path(0).asText() + "\"";
  }

  private void series(List<Finding> findings) {
    JsonNode series = status.path("series");
    long limit = series.path("limit").asLong();
    boolean full = series.path("live").asLong() >= limit && limit > 0;
    if (total("folded") > 0) {
      String found =
          "%d samples went to __other__ series, of %d live series and %d allowed%s"
              .formatted(total("folded"), series.path("live").asLong(), limit, offender(series));
      String toDo =
          "take tags with many values off the metrics (ids, paths with numbers in them), or raise"
              + " series.limit; at series.new-per-minute it passes by itself";
      findings.add(full ? Finding.wrong(SERIES, found, toDo) : Finding.note(SERIES, found, toDo));
    }
    if (total("refused") > 0) {
      findings.add(
          Finding.wrong(
              SERIES,
              total("refused") + " samples were refused: there are too many metric names",
              "send fewer different names: what varies belongs into tags"));
    }
    if (total("skipped") > 0) {
      findings.add(
          Finding.note(
              SERIES,
              total("skipped") + " samples were left out since a mapping rule drops them",
              "look at the rules with drop in the YAML file if that is not meant"));
    }
  }

  private static String offender(JsonNode series) {
    JsonNode first = series.path("offenders").path(0);
    return first.isMissingNode()
        ? ""
        : "; most values has %s by %s, %d of them"
            .formatted(
                first.path("metric").asText(),
                first.path("dimension").asText(),
                first.path("values").asLong());
  }

  private void names(List<Finding> findings) {
    long mended = status.path("mendedNames").path("count").asLong();
    if (mended > 0) {
      findings.add(
          Finding.note(
              NAMES,
              "%d names were mended that CloudWatch would refuse, the last \"%s\""
                  .formatted(mended, status.path("mendedNames").path("last").asText()),
              "a dashboard must ask for the mended name: what does not fit is an underscore there;"
                  + " check-config --try shows it"));
    }
    JsonNode negative = status.path("percentilesRefused");
    if (!negative.isEmpty()) {
      findings.add(
          Finding.note(
              NAMES,
              "CloudWatch answers no percentiles of %d metrics with negative values, such as %s"
                  .formatted(negative.size(), negative.path(0).asText()),
              "ask for Average, Minimum or Maximum of them"));
    }
  }

  private void instance(List<Finding> findings) {
    String problem = status.path("ec2").path("problem").asText();
    if (!problem.isEmpty()) {
      findings.add(
          Finding.wrong(
              "instance",
              "dimensions of EC2 are missing from %d intervals: %s"
                  .formatted(status.path("ec2").path("intervalsWithout").asLong(), problem),
              "a dashboard that asks for these dimensions finds nothing of those intervals"));
    }
  }

  private long total(String figure) {
    return status.path("ledger").path(figure).asLong();
  }
}
