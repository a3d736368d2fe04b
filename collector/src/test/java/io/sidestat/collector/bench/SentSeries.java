package io.sidestat.collector.bench;

import io.sidestat.collector.bench.LineDialect.Tag;
import java.util.List;

/** A series that the driver sends samples of. */
record SentSeries(SentType type, List<Tag> tags) {
  /** A series of its own for each number. */
  static SentSeries of(SentType type, int number) {
    return new SentSeries(
        type,
        List.of(
            new Tag("Endpoint", "/api/orders/" + number), new Tag("Environment", "production")));
  }

  String line(LineDialect dialect, int hundredths) {
    return dialect.head(type.metric, tags)
        + ':'
        + type.written(hundredths)
        + '|'
        + type.code
        + dialect.tail(tags);
  }
}
