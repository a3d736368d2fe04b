package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what became of tried lines: for people as text, for programs as JSON. */
final class TrialReport {
  private TrialReport() {}

  static void print(String line, List<TriedSample> samples, PrintWriter out) {
    out.println(Untrusted.escaped(line));
    if (samples.isEmpty()) {
      out.println("  no sample in it (events and service checks are counted and passed over)");
    }
    for (TriedSample sample : samples) {
      if (sample instanceof TriedSample.Published published) {
        print(published, out);
      } else if (sample instanceof TriedSample.Dropped dropped) {
        row("by", by(dropped.rule()), out);
        row("dropped", "counted as skipped", out);
      } else if (sample instanceof TriedSample.Rejected rejected) {
        row("rejected", rejected.reason().label() + ": " + rejected.reason().meaning(), out);
      }
    }
  }

  private static void print(TriedSample.Published sample, PrintWriter out) {
    MetricId id = sample.metric().id();
    row("by", by(sample.rule()), out);
    row("metric", id.name() + " in " + id.namespace() + ", " + type(id), out);
    row("dimensions", id.dimensions().isEmpty() ? "none" : dimensions(id), out);
    row(
        "value",
        "%s %s, resolution %d s"
            .formatted(sample.value(), id.unit().label(), sample.storageSeconds()),
        out);
    if (!sample.rollUps().isEmpty()) {
      String rollUps =
          sample.rollUps().stream()
              .map(rollUp -> "[" + dimensions(rollUp) + "]")
              .collect(Collectors.joining(", "));
      row("roll-ups", sample.original() ? rollUps : rollUps + " and not itself", out);
    }
    if (sample.metric().mended()) {
      row("mended", "CloudWatch would refuse a name, a value or the number of dimensions", out);
    }
  }

  private static void row(String label, String text, PrintWriter out) {
    out.printf("  %-10s  %s%n", label, text);
  }

  private static String by(@Nullable Rule rule) {
    return rule == null ? "no rule" : "rule " + rule.number() + ", " + rule.where();
  }

  private static String type(MetricId id) {
    return id.type().name().toLowerCase(Locale.ROOT);
  }

  private static String dimensions(MetricId id) {
    return id.dimensions().stream().map(Dimension::toString).collect(Collectors.joining(", "));
  }

  static void add(String line, List<TriedSample> samples, ArrayNode trials) {
    ObjectNode trial = trials.addObject().put("line", line);
    ArrayNode array = trial.putArray("samples");
    samples.forEach(sample -> add(sample, array.addObject()));
  }

  private static void add(TriedSample sample, ObjectNode node) {
    if (sample instanceof TriedSample.Published published) {
      MetricId id = published.metric().id();
      node.put("outcome", "published");
      add(published.rule(), node);
      node.put("namespace", id.namespace()).put("metric", id.name()).put("type", type(id));
      add(id, node.putObject("dimensions"));
      node.put("value", published.value()).put("unit", id.unit().label());
      node.put("storageResolution", published.storageSeconds());
      node.put("original", published.original());
      ArrayNode rollUps = node.putArray("rollups");
      published.rollUps().forEach(rollUp -> add(rollUp, rollUps.addObject()));
      node.put("mended", published.metric().mended());
    } else if (sample instanceof TriedSample.Dropped dropped) {
      node.put("outcome", "dropped");
      add(dropped.rule(), node);
    } else if (sample instanceof TriedSample.Rejected rejected) {
      node.put("outcome", "rejected").put("reason", rejected.reason().label());
    }
  }

  private static void add(@Nullable Rule rule, ObjectNode node) {
    if (rule != null) {
      node.putObject("rule").put("number", rule.number()).put("where", rule.where());
    }
  }

  private static void add(MetricId id, ObjectNode dimensions) {
    id.dimensions().forEach(dimension -> dimensions.put(dimension.name(), dimension.value()));
  }
}
