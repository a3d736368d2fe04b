package io.sidestat.collector.model;

/**
 * A counter's interval.
 *
 * @param increments how many (weighed), what they add up to, the smallest and the largest one
 */
public record CounterTotal(StatisticSet increments) implements SeriesValue {
  @Override
  public CounterTotal merge(SeriesValue other) {
    if (!(other instanceof CounterTotal counter)) {
      throw new IllegalArgumentException("a counter does not merge with a " + other.type());
    }
    return new CounterTotal(increments.merge(counter.increments));
  }

  @Override
  public SeriesType type() {
    return SeriesType.COUNTER;
  }
}
