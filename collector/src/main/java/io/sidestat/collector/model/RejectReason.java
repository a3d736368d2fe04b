package io.sidestat.collector.model;

import java.util.Locale;

/** Why a line was not aggregated. Each is counted by itself. */
public enum RejectReason {
  /** Nothing before the colon. */
  EMPTY_NAME("the name is missing"),
  /** The name is longer than 255 bytes. */
  NAME_TOO_LONG("the name is longer than 255 bytes"),
  /** No colon, or nothing behind it. */
  NO_VALUE("there is no ':value' behind the name"),
  /** No {@code |type}. */
  NO_TYPE("there is no '|type' behind the value"),
  /** A type that is none of StatsD's. */
  UNKNOWN_TYPE("the type is none of c, m, g, ms, h, d, s"),
  /** The value is not a decimal number. */
  BAD_VALUE("the value is not a decimal number"),
  /** The number is beyond what CloudWatch takes. */
  OUT_OF_RANGE("the value is beyond +-2^360, which CloudWatch does not take"),
  /** A duration below zero. */
  NEGATIVE_TIMER("a timer is negative"),
  /** The sample rate is not from 1e-9 to 1. */
  BAD_RATE("the sample rate is not a number from 1e-9 to 1"),
  /** Tags of more than 4096 bytes. */
  TAGS_TOO_LONG("the tags are longer than 4096 bytes"),
  /** More different sample rates for one series in one interval than are kept apart. */
  TOO_MANY_RATES("the series has more than 16 different sample rates in the interval"),
  /** A datagram of more than 65,535 bytes: what stands behind counts as one sample. */
  DATAGRAM_TOO_LONG("the datagram is longer than 65535 bytes, what is behind them was not read"),
  /** A line of a stream of more than 65,535 bytes. */
  LINE_TOO_LONG("the line is longer than 65535 bytes"),
  /** A connection ended within a line, other than by its sender's close. */
  LINE_CUT_OFF("the connection broke, or was closed by us, before the line's end");

  private final String meaning;

  RejectReason(String meaning) {
    this.meaning = meaning;
  }

  /** The name as logs and metrics write it: {@code bad_value}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason in words. */
  public String meaning() {
    return meaning;
  }
}
