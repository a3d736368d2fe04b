package io.sidestat.collector.model;

import java.util.Locale;

/** A way of writing tags in a StatsD line. */
public enum TagDialect {
  /** {@code name:1|c|#key:value,bare}: a field behind the type. */
  DOGSTATSD('#', ',', ':'),
  /** {@code name,key=value:1|c}: Telegraf's. */
  INFLUX(',', ',', '='),
  /** {@code name;key=value:1|c}. */
  GRAPHITE(';', ';', '='),
  /** {@code name#key=value,key=value:1|c}: Sysdig's too. */
  LIBRATO('#', ',', '='),
  /** {@code name[key=value,key=value]:1|c}, what stands behind the bracket being of the name. */
  SIGNALFX('[', ',', '=');

  private final byte mark;
  private final byte separator;
  private final byte equalsSign;

  TagDialect(char mark, char separator, char equalsSign) {
    this.mark = (byte) mark;
    this.separator = (byte) separator;
    this.equalsSign = (byte) equalsSign;
  }

  /** What the tags begin with. */
  public byte mark() {
    return mark;
  }

  /** What stands between two tags. */
  public byte separator() {
    return separator;
  }

  /** What stands between a tag's key and its value. */
  public byte equalsSign() {
    return equalsSign;
  }

  /** Whether the tags are part of the name, in front of the value. */
  public boolean inName() {
    return this != DOGSTATSD;
  }

  /** The name as settings write it: {@code graphite}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
