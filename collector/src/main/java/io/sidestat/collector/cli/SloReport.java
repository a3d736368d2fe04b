package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloService;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.util.List;

/** What a file of objectives promises, for people and for programs. */
final class SloReport {
  private SloReport() {}

  /** A line for each objective of each endpoint. */
  static void print(SloConfig slo, PrintWriter out) {
    TextTable table =
        new TextTable(List.of("service", "environment", "endpoint", "objective", "window"));
    for (SloService service : slo.services()) {
      for (String endpoint : service.endpoints()) {
        for (SloObjective objective : service.objectives()) {
          table.add(
              List.of(
                  Untrusted.printable(service.name()),
                  Untrusted.printable(service.environment()),
                  Untrusted.printable(endpoint),
                  objective.text(),
                  DurationText.write(objective.window())));
        }
      }
    }
    out.print(table);
  }

  /** The same as JSON, a node for each service. */
  static void add(SloConfig slo, ArrayNode services) {
    for (SloService service : slo.services()) {
      ObjectNode node =
          services
              .addObject()
              .put("name", service.name())
              .put("environment", service.environment())
              .put("latencyMetric", service.latencyMetric())
              .put("requestsMetric", service.requestsMetric());
      service.endpoints().forEach(node.withArray("endpoints")::add);
      ArrayNode objectives = node.putArray("objectives");
      for (SloObjective objective : service.objectives()) {
        objectives
            .addObject()
            .put("objective", objective.text())
            .put("target", objective.target())
            .put("windowSeconds", objective.window().toSeconds());
      }
    }
  }
}
