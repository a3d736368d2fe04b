package io.sidestat.collector.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a driver sends.
 *
 * @param mix of 100 lines, how many of each type
 * @param series number of different series, shared out as the lines are
 * @param linesPerDatagram or {@link #FILL}
 * @param garbagePercent of 100 datagrams, how many are of random bytes; they count as no lines
 * @param seed the same seed makes the same lines
 */
record Traffic(
    Map<SentType, Integer> mix,
    LineDialect dialect,
    int series,
    int linesPerDatagram,
    int garbagePercent,
    long seed) {
  /** As many lines as fit. */
  static final int FILL = 0;

  /** What fits an Ethernet frame with some room for tunnels: what clients fill at most. */
  static final int DATAGRAM_BYTES_MAX = 1432;

  static final int SERIES_MAX = 1_000_000;
  static final int LINES_PER_DATAGRAM_MAX = 1_000;

  Traffic {
    mix = new TreeMap<>(mix);
    int percent = mix.values().stream().mapToInt(Integer::intValue).sum();
    if (percent != 100) {
      throw new IllegalArgumentException("shares of types make " + percent + " %, not 100 %");
    }
    if (series < mix.size() || series > SERIES_MAX) {
      throw new IllegalArgumentException("series out of range: " + series);
    }
    if (garbagePercent < 0 || garbagePercent >= 100) {
      throw new IllegalArgumentException("share of garbage out of range: " + garbagePercent);
    }
    if (linesPerDatagram < FILL || linesPerDatagram > LINES_PER_DATAGRAM_MAX) {
      throw new IllegalArgumentException("lines a datagram out of range: " + linesPerDatagram);
    }
  }

  /** Without random bytes. */
  Traffic(
      Map<SentType, Integer> mix,
      LineDialect dialect,
      int series,
      int linesPerDatagram,
      long seed) {
    this(mix, dialect, series, linesPerDatagram, 0, seed);
  }

  /** Tagged timers, as the collector's users send them. */
  static Traffic timers(int series, int linesPerDatagram) {
    return new Traffic(
        Map.of(SentType.TIMER, 100), LineDialect.DOGSTATSD, series, linesPerDatagram, 1);
  }

  /** The same lines, and as many datagrams of random bytes among them. */
  Traffic halfGarbage() {
    return new Traffic(mix, dialect, series, linesPerDatagram, 50, seed);
  }

  /** Parses a mix such as {@code ms=80,c=20}. */
  static Map<SentType, Integer> mix(String text) {
    Map<SentType, Integer> mix = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      mix.put(SentType.of(part.substring(0, equals)), Integer.parseInt(part.substring(equals + 1)));
    }
    return mix;
  }

  /** The options that tell {@link LoadDriver} of this traffic. */
  List<String> options() {
    String shares =
        mix.entrySet().stream()
            .map(share -> share.getKey().code + '=' + share.getValue())
            .collect(Collectors.joining(","));
    return new ArrayList<>(
        List.of(
            "--mix=" + shares,
            "--dialect=" + dialect.name().toLowerCase(Locale.ROOT),
            "--series=" + series,
            "--lines-per-datagram=" + (linesPerDatagram == FILL ? "fill" : linesPerDatagram),
            "--garbage-percent=" + garbagePercent,
            "--seed=" + seed));
  }
}
