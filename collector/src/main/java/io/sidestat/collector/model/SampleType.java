package io.sidestat.collector.model;

/** The StatsD types, and what a series of each becomes unless a mapping says otherwise. */
public enum SampleType {
  /** {@code ms}: a duration in milliseconds, never negative. */
  TIMING("ms", SeriesType.TIMER, Unit.MILLISECONDS),
  /** {@code h}: DogStatsD's histogram, a value of any kind. */
  HISTOGRAM("h", SeriesType.TIMER, Unit.NONE),
  /** {@code d}: DogStatsD's distribution, a value of any kind. */
  DISTRIBUTION("d", SeriesType.TIMER, Unit.NONE),
  /** {@code c}: an increment. */
  COUNTER("c", SeriesType.COUNTER, Unit.COUNT),
  /** {@code g}: a value to keep, or a signed step from the one kept. */
  GAUGE("g", SeriesType.GAUGE, Unit.NONE),
  /** {@code s}: a member to count once. */
  SET("s", SeriesType.SET, Unit.COUNT);

  private final String code;
  private final SeriesType seriesType;
  private final Unit defaultUnit;

  SampleType(String code, SeriesType seriesType, Unit defaultUnit) {
    this.code = code;
    this.seriesType = seriesType;
    this.defaultUnit = defaultUnit;
  }

  /** What stands on the wire. */
  public String code() {
    return code;
  }

  /** The type of the series that such samples belong to. */
  public SeriesType seriesType() {
    return seriesType;
  }

  /** The unit that such samples are in. */
  public Unit defaultUnit() {
    return defaultUnit;
  }
}
