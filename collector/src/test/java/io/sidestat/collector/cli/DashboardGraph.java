package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.MetricData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A graph of a dashboard's body, read as CloudWatch reads it. */
record DashboardGraph(JsonNode widget) {
  JsonNode properties() {
    return widget.path("properties");
  }

  String title() {
    return properties().path("title").asText();
  }

  /** A line that is drawn, or a metric or expression that is only used by one. */
  record Row(MetricData.Question question, boolean visible) {}

  /** The rows by position: {@code [namespace, name, dimension, value, ..., {options}]}. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : properties().path("metrics")) {
      JsonNode options = row.get(row.size() - 1);
      String id = options.path("id").asText("row" + rows.size());
      Map<String, String> dimensions = new LinkedHashMap<>();
      for (int i = 2; i + 1 < row.size() - 1 + (options.isObject() ? 0 : 1); i += 2) {
        dimensions.put(row.get(i).asText(), row.get(i + 1).asText());
      }
      boolean expression = options.has("expression");
      rows.add(
          new Row(
              new MetricData.Question(
                  id,
                  expression ? options.path("expression").asText() : null,
                  expression ? "" : row.get(0).asText(),
                  expression ? "" : row.get(1).asText(),
                  dimensions,
                  options.path("stat").asText(),
                  ""),
              options.path("visible").asBoolean(true)));
    }
    return rows;
  }

  /** The points of the lines drawn, in their order. */
  List<SortedMap<Long, Double>> lines(MetricData data) {
    List<Row> rows = rows();
    Map<String, SortedMap<Long, Double>> points =
        data.answer(rows.stream().map(Row::question).toList(), properties().path("period").asInt());
    return rows.stream().filter(Row::visible).map(row -> points.get(row.question().id())).toList();
  }
}
