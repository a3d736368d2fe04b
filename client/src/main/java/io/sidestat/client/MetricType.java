package io.sidestat.client;

/** The types of metrics, with their codes on the wire. */
enum MetricType {
  COUNTER("c"),
  GAUGE("g"),
  SET("s"),
  TIMER("ms");

  final String code;

  MetricType(String code) {
    this.code = code;
  }

  /** A series of this type; of gauges the last sample wins, so theirs keep their order. */
  Series series(String head, String tail) {
    return this == GAUGE ? Series.ordered(head, tail) : Series.unordered(head, tail);
  }
}
