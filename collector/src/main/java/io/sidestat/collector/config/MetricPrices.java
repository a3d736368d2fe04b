package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What CloudWatch charges for custom metrics: a price for the first so many, another for the next,
 * and so on. A metric is a namespace, a name and an exact set of dimensions; the tiers count all of
 * an account's. In one line it is written {@code 0.3:10000,0.1:250000,0.02}: 0.3 dollars up to the
 * 10,000th metric, 0.1 up to the 250,000th, 0.02 for all beyond.
 *
 * @param tiers ascending by their end; the last has none
 */
public record MetricPrices(List<Tier> tiers) {
  /** CloudWatch has four. */
  private static final int TIERS_MAX = 16;

  private static final Pattern TIER = Pattern.compile("([^:]*)(?::(\\d{1,15}))?");

  /**
   * One price.
   *
   * @param dollars for a metric and month, 0 or above
   * @param upToMetrics the last metric of the account that is charged so, counted from 1; {@link
   *     Long#MAX_VALUE} if there is no last
   */
  public record Tier(double dollars, long upToMetrics) {
    /** Refuses a price that is none. */
    public Tier {
      PricesConfig.checkDollars(dollars);
    }

    private boolean isEndless() {
      return upToMetrics == Long.MAX_VALUE;
    }

    @Override
    public String toString() {
      String price = PricesConfig.writeDollars(dollars);
      return isEndless() ? price : price + ":" + upToMetrics;
    }
  }

  /** Refuses tiers that do not follow one another to the end of all numbers. */
  public MetricPrices {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty() || tiers.size() > TIERS_MAX) {
      throw new RejectedValueException("1 to " + TIERS_MAX + " prices are allowed");
    }
    long before = 0;
    for (Tier tier : tiers) {
      if (before == Long.MAX_VALUE) {
        throw new RejectedValueException("only the last price stands without a count");
      }
      if (tier.upToMetrics() <= before) {
        throw new RejectedValueException("the counts are above 0 and ascending");
      }
      before = tier.upToMetrics();
    }
    if (before != Long.MAX_VALUE) {
      throw new RejectedValueException("the last price stands without a count");
    }
  }

  /**
   * Reads prices as a setting is written.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static MetricPrices parse(String text) {
    List<Tier> tiers = new ArrayList<>();
    for (String part : Rollups.split(text, ',')) {
      Matcher matcher = TIER.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a price and a count");
      }
      double dollars = PricesConfig.parseDollars(matcher.group(1));
      String upTo = matcher.group(2);
      tiers.add(new Tier(dollars, upTo == null ? Long.MAX_VALUE : Long.parseLong(upTo)));
    }
    return new MetricPrices(tiers);
  }

  /**
   * Dollars a month for so many metrics. A metric published for half of the month's hours is half a
   * metric.
   *
   * @param besides what the account has besides; they fill the first tiers
   */
  public double dollarsFor(double metrics, double besides) {
    return dollarsFor(besides + metrics) - dollarsFor(besides);
  }

  private double dollarsFor(double metrics) {
    double dollars = 0;
    double charged = 0;
    for (Tier tier : tiers) {
      double upTo = Math.min(metrics, (double) tier.upToMetrics());
      dollars += Math.max(0, upTo - charged) * tier.dollars();
      charged = Math.max(charged, upTo);
    }
    return dollars;
  }

  /** The prices as a setting is written. */
  @Override
  public String toString() {
    return tiers.stream().map(Tier::toString).collect(Collectors.joining(","));
  }
}
