package io.sidestat.collector.slo;

import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloObjective;

/** One objective of one endpoint, and how people call it. Immutable. */
record Promise(EndpointMetrics metrics, SloObjective objective) {
  private static final int ENDPOINT_CHARS_SHOWN_MAX = 120;

  /** Tells it from the others of the file: service, environment, endpoint, objective, window. */
  String name() {
    return metrics.service().name()
        + " "
        + metrics.service().environment()
        + " "
        + metrics.endpoint()
        + " "
        + words()
        + " "
        + DurationText.write(objective.window());
  }

  /** What is promised, without signs: {@code p95 below 500 ms}. */
  String words() {
    return objective.text().replace("<", "below");
  }

  /** The beginning of a description: {@code ai production, /api/x: p95 below 500 ms over 30d}. */
  String heading() {
    String endpoint = metrics.endpoint();
    String shown =
        endpoint.length() <= ENDPOINT_CHARS_SHOWN_MAX
            ? endpoint
            : endpoint.substring(0, ENDPOINT_CHARS_SHOWN_MAX) + "...";
    return shortened(metrics.service().name())
        + " "
        + shortened(metrics.service().environment())
        + ", "
        + shown
        + ": "
        + words()
        + " over "
        + DurationText.write(objective.window());
  }

  /** Shown in a description; the whole stands in the metrics' dimensions. */
  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
