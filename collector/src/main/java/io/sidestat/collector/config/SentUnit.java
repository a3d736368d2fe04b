package io.sidestat.collector.config;

import io.sidestat.collector.model.Unit;
import java.util.Locale;
import java.util.Optional;

/**
 * The units that apps send values in: CloudWatch's own, and others that convert to one of them.
 *
 * <p>A kilobyte is 1,000 bytes and a kibibyte 1,024. CloudWatch's API reference does not say which
 * it means by {@code Kilobytes}; Amazon's own agent takes 1,000 (amazon-cloudwatch-agent, {@code
 * internal/util/unit/prefix.go}, 24 Nov 2026), as SI does.
 */
public enum SentUnit {
  NANOSECONDS("Nanoseconds", Family.TIME, 1),
  MICROSECONDS("Microseconds", Family.TIME, 1_000),
  MILLISECONDS("Milliseconds", Family.TIME, 1_000_000),
  SECONDS("Seconds", Family.TIME, 1_000_000_000),
  MINUTES("Minutes", Family.TIME, 60_000_000_000L),
  HOURS("Hours", Family.TIME, 3_600_000_000_000L),
  BITS("Bits", Family.DATA, 1),
  KILOBITS("Kilobits", Family.DATA, 1_000),
  MEGABITS("Megabits", Family.DATA, 1_000_000),
  GIGABITS("Gigabits", Family.DATA, 1_000_000_000),
  TERABITS("Terabits", Family.DATA, 1_000_000_000_000L),
  BYTES("Bytes", Family.DATA, 8),
  KILOBYTES("Kilobytes", Family.DATA, 8_000),
  MEGABYTES("Megabytes", Family.DATA, 8_000_000),
  GIGABYTES("Gigabytes", Family.DATA, 8_000_000_000L),
  TERABYTES("Terabytes", Family.DATA, 8_000_000_000_000L),
  KIBIBYTES("Kibibytes", Family.DATA, 8L << 10),
  MEBIBYTES("Mebibytes", Family.DATA, 8L << 20),
  GIBIBYTES("Gibibytes", Family.DATA, 8L << 30),
  TEBIBYTES("Tebibytes", Family.DATA, 8L << 40),
  BITS_PER_SECOND("Bits/Second", Family.RATE, 1),
  KILOBITS_PER_SECOND("Kilobits/Second", Family.RATE, 1_000),
  MEGABITS_PER_SECOND("Megabits/Second", Family.RATE, 1_000_000),
  GIGABITS_PER_SECOND("Gigabits/Second", Family.RATE, 1_000_000_000),
  TERABITS_PER_SECOND("Terabits/Second", Family.RATE, 1_000_000_000_000L),
  BYTES_PER_SECOND("Bytes/Second", Family.RATE, 8),
  KILOBYTES_PER_SECOND("Kilobytes/Second", Family.RATE, 8_000),
  MEGABYTES_PER_SECOND("Megabytes/Second", Family.RATE, 8_000_000),
  GIGABYTES_PER_SECOND("Gigabytes/Second", Family.RATE, 8_000_000_000L),
  TERABYTES_PER_SECOND("Terabytes/Second", Family.RATE, 8_000_000_000_000L);

  private enum Family {
    TIME,
    DATA,
    RATE
  }

  private final String label;
  private final Family family;
  private final long size;

  SentUnit(String label, Family family, long size) {
    this.label = label;
    this.family = family;
    this.size = size;
  }

  /** Its name in settings. */
  public String label() {
    return label;
  }

  /** How many of its family's smallest (nanoseconds, bits, bits per second) one of it is. */
  public long size() {
    return size;
  }

  /** Whether a value in it can be said in the other. */
  public boolean convertsTo(SentUnit other) {
    return family == other.family;
  }

  /** The unit of that name, in upper or lower case. */
  static Optional<SentUnit> ofLabel(String label) {
    for (SentUnit unit : values()) {
      if (unit.label.toLowerCase(Locale.ROOT).equals(label.toLowerCase(Locale.ROOT))) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  /** The same as a unit of CloudWatch's; empty for those that convert to no other. */
  public static Optional<SentUnit> of(Unit unit) {
    return ofLabel(unit.label());
  }
}
