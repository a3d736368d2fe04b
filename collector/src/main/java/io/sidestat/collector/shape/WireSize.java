package io.sidestat.collector.shape;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.StatisticSet;

/**
 * The bytes that a datum takes in the request, before gzip: an upper bound of what the AWS SDK for
 * Java writes, Smithy RPC v2 CBOR (RFC 8949). Numbers are counted at the width the SDK writes: 9
 * bytes, or 5 where a float holds them exactly.
 */
final class WireSize {
  /** The head of a string or list. */
  private static final int HEAD_BYTES = 3;

  private static final int DOUBLE_BYTES = 9;
  private static final int FLOAT_BYTES = 5;

  /** A map's begin and end, of which each datum, statistic set and dimension has one. */
  private static final int MAP_BYTES = 2;

  private static final int TIMESTAMP_BYTES = 1 + DOUBLE_BYTES;
  private static final int RESOLUTION_BYTES = 2;

  /** The request around the datums: a map, two keys, a list and the namespace. */
  static int ofRequest(String namespace) {
    return MAP_BYTES + text("Namespace") + text(namespace) + text("MetricData") + HEAD_BYTES;
  }

  private WireSize() {}

  static int of(Datum datum) {
    int bytes = MAP_BYTES + text("MetricName") + text(datum.name());
    bytes += text("Timestamp") + TIMESTAMP_BYTES;
    bytes += text("Unit") + text(datum.unit().label());
    bytes += text("StorageResolution") + RESOLUTION_BYTES;
    bytes += text("Dimensions") + HEAD_BYTES;
    for (Dimension dimension : datum.dimensions()) {
      bytes += MAP_BYTES + text("Name") + text(dimension.name());
      bytes += text("Value") + text(dimension.value());
    }
    StatisticSet statistics = datum.statistics();
    if (statistics != null) {
      bytes += text("StatisticValues") + of(statistics);
    }
    return bytes
        + text("Values")
        + numbers(datum.values())
        + text("Counts")
        + numbers(datum.counts());
  }

  private static int of(StatisticSet statistics) {
    return MAP_BYTES
        + text("SampleCount")
        + number(statistics.count())
        + text("Sum")
        + number(statistics.sum())
        + text("Minimum")
        + number(statistics.min())
        + text("Maximum")
        + number(statistics.max());
  }

  private static int numbers(double[] numbers) {
    int bytes = HEAD_BYTES;
    for (double number : numbers) {
      bytes += number(number);
    }
    return bytes;
  }

  private static int number(double number) {
    return (float) number == number ? FLOAT_BYTES : DOUBLE_BYTES;
  }

  /** Names are ASCII by now, so characters are bytes. */
  private static int text(String ascii) {
    return HEAD_BYTES + ascii.length();
  }
}
