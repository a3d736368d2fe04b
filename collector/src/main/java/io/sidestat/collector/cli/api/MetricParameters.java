package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import java.util.LinkedHashMap;
import java.util.Map;

/** How requests say which metric they are about. */
final class MetricParameters {
  private MetricParameters() {}

  /**
   * {@code ?metric=ResponseTime}.
   *
   * @throws IllegalArgumentException if it is missing
   */
  static String metric(AdminQuery asked) {
    return asked
        .one("metric")
        .filter(name -> !name.isEmpty())
        .orElseThrow(
            () -> new IllegalArgumentException("which metric? such as ?metric=ResponseTime"));
  }

  /**
   * {@code ?dimension=Endpoint=/api/x}, as often as wanted.
   *
   * @throws IllegalArgumentException if one is no pair
   */
  static Map<String, String> dimensions(AdminQuery asked) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (String text : asked.all("dimension")) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a dimension is NAME=VALUE, such as Endpoint=/api/x");
      }
      dimensions.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return dimensions;
  }
}
