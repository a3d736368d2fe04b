package io.sidestat.collector.model;

/**
 * A gauge's interval: the value it was last set to, as one sample. Merged gauges hold one sample
 * for each series and interval, of which the smallest, the largest and the average mean something.
 */
public record GaugeSamples(Distribution samples) implements SeriesValue {

  /** The one sample of a gauge last set to that value. */
  public static GaugeSamples of(double value) {
    return new GaugeSamples(Distribution.of(value));
  }

  @Override
  public GaugeSamples merge(SeriesValue other) {
    if (!(other instanceof GaugeSamples gauge)) {
      throw new IllegalArgumentException("a gauge does not merge with a " + other.type());
    }
    return new GaugeSamples(samples.merge(gauge.samples));
  }

  /** A gauge has the value that it was set to last. */
  @Override
  public GaugeSamples followedBy(SeriesValue later) {
    if (!(later instanceof GaugeSamples gauge)) {
      throw new IllegalArgumentException("a gauge does not become a " + later.type());
    }
    return gauge;
  }

  @Override
  public SeriesType type() {
    return SeriesType.GAUGE;
  }
}
