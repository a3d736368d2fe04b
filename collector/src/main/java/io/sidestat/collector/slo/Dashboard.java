package io.sidestat.collector.slo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.config.SloService;
import io.sidestat.collector.config.SloText;
import io.sidestat.collector.model.MetricId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of a CloudWatch dashboard: a row of four graphs for each endpoint, which are response
 * time, availability, traffic and error budget burned, in periods of 5 minutes.
 *
 * <p>Where there is no traffic there is a gap: neither 100 % nor an outage. A status class that did
 * not occur counts as 0 beside one that did.
 *
 * <p>Source: "Dashboard Body Structure and Syntax" and "Using math expressions with CloudWatch
 * metrics", Amazon CloudWatch, read 26 Nov 2026.
 */
public final class Dashboard {
  /** Graphs that a dashboard may have. */
  public static final int WIDGETS_MAX = 500;

  private static final int WIDGETS_PER_ENDPOINT = 4;
  private static final int PERIOD_SECONDS = 300;
  private static final int WIDTH = 6;
  private static final int HEIGHT = 6;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String region;
  private final ArrayNode widgets = JSON.arrayNode();

  private Dashboard(String region) {
    this.region = region;
  }

  /** How many graphs there are for so many endpoints. */
  public static int widgets(int endpoints) {
    return WIDGETS_PER_ENDPOINT * endpoints;
  }

  /**
   * The body for these endpoints.
   *
   * @param endpoints no more than {@link #WIDGETS_MAX} has graphs for
   * @param region that the metrics are in
   */
  public static ObjectNode body(List<EndpointMetrics> endpoints, String region) {
    Dashboard dashboard = new Dashboard(region);
    endpoints.forEach(dashboard::addRow);
    ObjectNode body = JSON.objectNode().put("start", "-PT3H");
    // Else CloudWatch chooses the periods by the range looked at, and traffic is not per 5 minutes.
    body.put("periodOverride", "inherit");
    body.set("widgets", dashboard.widgets);
    return body;
  }

  private void addRow(EndpointMetrics endpoint) {
    addLatency(endpoint);
    addAvailability(endpoint);
    addTraffic(endpoint);
    addBudget(endpoint);
  }

  private void addLatency(EndpointMetrics endpoint) {
    SloService service = endpoint.service();
    Graph graph = new Graph("Response time " + name(endpoint));
    graph.leftAxis(service.latencyUnit().label()).put("min", 0);
    Set<String> drawn = new LinkedHashSet<>();
    for (SloObjective objective : service.objectives()) {
      if (objective instanceof LatencyPercentile percentile) {
        String statistic = Statistics.percentile(percentile);
        if (drawn.add(statistic)) {
          graph.add(endpoint.latency(), statistic).put("label", statistic);
        }
        graph.line(percentile.text(), inUnit(service, percentile.threshold()));
      } else if (objective instanceof LatencyShare share) {
        String statistic = Statistics.rank(share.threshold(), service.latencyUnit());
        if (drawn.add(statistic)) {
          graph
              .add(endpoint.latency(), statistic)
              .put("label", "% within " + SloText.threshold(share.threshold()))
              .put("yAxis", "right");
        }
        graph.line(share.text(), share.target()).put("yAxis", "right");
      }
    }
    if (drawn.isEmpty()) {
      graph.add(endpoint.latency(), "p95").put("label", "p95");
    }
    widgets.add(widget(graph, 0));
  }

  private void addAvailability(EndpointMetrics endpoint) {
    Graph graph = new Graph("Availability " + name(endpoint));
    graph.leftAxis("%").put("max", 100);
    List<Availability> promised = availabilities(endpoint);
    if (promised.isEmpty()) {
      graph
          .availability(endpoint, SloMetrics.USUAL_CLASSES)
          .put("label", "availability")
          .put("visible", true);
    }
    for (Availability objective : promised) {
      graph.availability(endpoint, objective).put("label", objective.text()).put("visible", true);
      graph.line("objective " + SloText.percent(objective.target()), objective.target());
    }
    widgets.add(widget(graph, 1));
  }

  private void addTraffic(EndpointMetrics endpoint) {
    Graph graph = new Graph("Requests per 5 minutes " + name(endpoint));
    graph.leftAxis("requests").put("min", 0);
    graph.add(endpoint.traffic(), "Sum").put("label", "requests");
    widgets.add(widget(graph, 2));
  }

  private void addBudget(EndpointMetrics endpoint) {
    Graph graph = new Graph("Error budget burned " + name(endpoint));
    graph.leftAxis("% of the budget").put("min", 0);
    List<? extends SloObjective> objectives = availabilities(endpoint);
    if (objectives.isEmpty()) {
      objectives = endpoint.service().objectives();
    }
    for (SloObjective objective : objectives) {
      String good = graph.goodPercent(endpoint, objective);
      graph.expression(
          "(100 - %s) / (100 - %s) * 100".formatted(good, SloText.number(objective.target())),
          objective.text());
    }
    graph.line("all of it", 100);
    widgets.add(widget(graph, 3));
  }

  private static List<Availability> availabilities(EndpointMetrics endpoint) {
    return endpoint.service().objectives().stream()
        .filter(Availability.class::isInstance)
        .map(Availability.class::cast)
        .toList();
  }

  private static String name(EndpointMetrics endpoint) {
    return endpoint.endpoint() + " (" + endpoint.service().environment() + ")";
  }

  private static double inUnit(SloService service, Duration threshold) {
    return Statistics.inUnit(threshold, service.latencyUnit());
  }

  private ObjectNode widget(Graph graph, int column) {
    ObjectNode widget =
        JSON.objectNode()
            .put("type", "metric")
            .put("x", column * WIDTH)
            .put("y", widgets.size() / WIDGETS_PER_ENDPOINT * HEIGHT)
            .put("width", WIDTH)
            .put("height", HEIGHT);
    widget.set("properties", graph.properties(region));
    return widget;
  }

  /** One graph while it is put together. */
  private static final class Graph {
    private final String title;
    private final ArrayNode metrics = JSON.arrayNode();
    private final ArrayNode lines = JSON.arrayNode();
    private final ObjectNode left = JSON.objectNode();
    private int hidden;
    private final List<String> expressions = new ArrayList<>();

    Graph(String title) {
      this.title = title;
    }

    ObjectNode leftAxis(String label) {
      return left.put("label", label).put("showUnits", false);
    }

    /** A metric by position: namespace, name, then names and values of dimensions. */
    ObjectNode add(MetricId id, String statistic) {
      ArrayNode row = metrics.addArray().add(id.namespace()).add(id.name());
      id.dimensions().forEach(dimension -> row.add(dimension.name()).add(dimension.value()));
      return row.addObject().put("stat", statistic);
    }

    /** A metric for expressions only; its id. */
    String addHidden(MetricId id, String statistic) {
      hidden++;
      String name = "m" + hidden;
      add(id, statistic).put("id", name).put("visible", false);
      return name;
    }

    ObjectNode expression(String expression, String label) {
      String id = "e" + (expressions.size() + 1);
      expressions.add(id);
      return metrics
          .addArray()
          .addObject()
          .put("expression", expression)
          .put("id", id)
          .put("label", label);
    }

    /** The objective's percentage of good requests, hidden. */
    ObjectNode availability(EndpointMetrics endpoint, Availability objective) {
      String good = sum(endpoint.requests(objective.good()));
      String bad = sum(endpoint.requests(objective.bad()));
      return expression(
              "IF(%s + %s > 0, 100 * (%s) / (%s + %s))".formatted(good, bad, good, good, bad),
              "availability")
          .put("visible", false);
    }

    /** The sum of counters of which some may have no data. */
    private String sum(List<MetricId> counters) {
      return String.join(
          " + ", counters.stream().map(id -> "FILL(" + addHidden(id, "Sum") + ", 0)").toList());
    }

    /** The id of what an objective's percentage of good requests is in. */
    String goodPercent(EndpointMetrics endpoint, SloObjective objective) {
      if (objective instanceof Availability availability) {
        return availability(endpoint, availability).get("id").asText();
      }
      Duration threshold =
          objective instanceof LatencyShare share
              ? share.threshold()
              : ((LatencyPercentile) objective).threshold();
      return addHidden(
          endpoint.latency(), Statistics.rank(threshold, endpoint.service().latencyUnit()));
    }

    ObjectNode line(String label, double value) {
      return lines.addObject().put("label", label).put("value", value);
    }

    ObjectNode properties(String region) {
      ObjectNode properties =
          JSON.objectNode()
              .put("title", title)
              .put("view", "timeSeries")
              .put("stacked", false)
              .put("region", region)
              .put("period", PERIOD_SECONDS);
      properties.set("metrics", metrics);
      properties.putObject("yAxis").set("left", left);
      if (!lines.isEmpty()) {
        properties.putObject("annotations").set("horizontal", lines);
      }
      return properties;
    }
  }
}
