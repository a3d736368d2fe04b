package io.sidestat.collector.shape;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.StatisticSet;

/**
 * The bytes that a datum takes in the request, before gzip: an upper bound of what the AWS SDK for
 * Java writes, Smithy RPC v2 CBOR (RFC 8949), and a tight one. The SDK writes each number in the
 * fewest bytes that hold it exactly: whole ones as integers, then floats, then doubles.
 */
final class WireSize {
  private static final int DOUBLE_BYTES = 9;
  private static final int FLOAT_BYTES = 5;

  /** A map's begin and end, of which each datum, statistic set and dimension has one. */
  private static final int MAP_BYTES = 2;

  private static final int TIMESTAMP_BYTES = 1 + DOUBLE_BYTES;
  private static final int RESOLUTION_BYTES = 2;

  /** Of the list of datums, however many there are in the end. */
  private static final int LIST_HEAD_BYTES_MAX = 3;

  /** The request around the datums: a map, two keys, a list and the namespace. */
  static int ofRequest(String namespace) {
    return MAP_BYTES
        + text("Namespace")
        + text(namespace)
        + text("MetricData")
        + LIST_HEAD_BYTES_MAX;
  }

  private WireSize() {}

  static int of(Datum datum) {
    int bytes = MAP_BYTES + text("MetricName") + text(datum.name());
    bytes += text("Timestamp") + TIMESTAMP_BYTES;
    bytes += text("Unit") + text(datum.unit().label());
    bytes += text("StorageResolution") + RESOLUTION_BYTES;
    bytes += text("Dimensions") + head(datum.dimensions().size());
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
    int bytes = head(numbers.length);
    for (double number : numbers) {
      bytes += number(number);
    }
    return bytes;
  }

  private static int number(double number) {
    long whole = (long) number;
    if (whole == number && Math.abs(number) < Long.MAX_VALUE) {
      return head(whole < 0 ? -1 - whole : whole);
    }
    return (float) number == number ? FLOAT_BYTES : DOUBLE_BYTES;
  }

  /** Names are ASCII by now, so characters are bytes. */
  private static int text(String ascii) {
    return head(ascii.length()) + ascii.length();
  }

  /**
   * A whole number, or the length of a string or list: in the first byte, or in 1, 2, 4, 8 more.
   */
  private static int head(long number) {
    if (number < 24) {
      return 1;
    }
    if (number <= 0xFF) {
      return 2;
    }
    if (number <= 0xFFFF) {
      return 3;
    }
    return number <= 0xFFFF_FFFFL ? 5 : DOUBLE_BYTES;
  }
}
