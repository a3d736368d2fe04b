package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The price table: tiers to dollars, its text, and what is no price table. */
class PricesTest {
  private static final MetricPrices DEFAULT =
      MetricPrices.parse(Setting.PRICES_METRIC.defaultText());

  @TempDir Path directory = Path.of("");

  /**
   * By hand: 10,000 x 0.30 = 3,000; 240,000 x 0.10 = 24,000, together 27,000; 750,000 x 0.05 =
   * 37,500, together 64,500; beyond, 0.02 each.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.30",
    "0.5, 0.15",
    "9999, 2999.70",
    "10000, 3000",
    "10001, 3000.10",
    "250000, 27000",
    "250001, 27000.05",
    "1000000, 64500",
    "1000001, 64500.02",
    "2000000, 84500"
  })
  void dollarsFor_metricsAtTheEdgesOfTiers_isTheSumOfTheTiers(double metrics, double dollars) {
    assertEquals(dollars, DEFAULT.dollarsFor(metrics, 0), 1e-6);
  }

  /** By hand: of 20 metrics past 9,990, ten are at 0.30 and ten at 0.10. */
  @ParameterizedTest
  @CsvSource({"20, 9990, 4.00", "20, 10000, 2.00", "20, 5000000, 0.40", "0, 9990, 0"})
  void dollarsFor_metricsBesideOthers_arePricedAfterThem(
      double metrics, double besides, double dollars) {
    assertEquals(dollars, DEFAULT.dollarsFor(metrics, besides), 1e-6);
  }

  @Test
  void dollarsForRequests_aMonthOfMinutes_isACentAThousand() {
    assertEquals(0.438, new PricesConfig(DEFAULT, 0.01).dollarsForRequests(43_800), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.02", "0", "0.3:1,0", "12.5:10,0.0000000001"})
  void parse_prices_writeThemselvesBack(String text) {
    assertEquals(text, MetricPrices.parse(text).toString());
  }

  @Test
  void parse_spacesAroundCommas_areLeftOut() {
    assertEquals("0.3:10,0.1", MetricPrices.parse("0.30:10 , 0.1").toString());
  }

  @Test
  void load_yamlEnvironmentAndFlag_eachOverridesTheOneBelow() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("s.yaml"), "prices:\n  metric: 0.4:10,0.2\n  request: 0.012\n");
    Map<String, String> environment = Map.of("SIDESTAT_PRICES_REQUEST", "0.02", "HOME", "/h");

    assertEquals(
        new PricesConfig(
            new MetricPrices(
                List.of(
                    new MetricPrices.Tier(0.4, 10), new MetricPrices.Tier(0.2, Long.MAX_VALUE))),
            0.02),
        load(file, environment, Map.of()));
    assertEquals(
        new PricesConfig(MetricPrices.parse("1"), 3),
        load(file, environment, Map.of("prices.metric", "1", "prices.request", "3")));
  }

  private static PricesConfig load(
      Path file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigException {
    return ConfigLoader.load(
            new ConfigSources(Optional.of(file), Optional.empty(), environment, flags))
        .config()
        .prices();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.3:10,0.2:10,0.1|the counts are above 0 and ascending",
        "0.3:0,0.2|the counts are above 0 and ascending",
        "0.3,0.2|only the last price stands without a count",
        "0.3:10|the last price stands without a count",
        "-1|a price is a number such as 0.05, in dollars",
        "NaN|a price is a number such as 0.05, in dollars",
        "1e3|a price is a number such as 0.05, in dollars",
        "Infinity|a price is a number such as 0.05, in dollars",
        "$0.3|a price is a number such as 0.05, in dollars",
        "0.3:10,|a price is a number such as 0.05, in dollars",
        "''|a price is a number such as 0.05, in dollars"
      })
  void load_noPriceTable_isAMistakeThatSaysWhy(String text, String reason) {
    ConfigException mistakes =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    new ConfigSources(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("HOME", "/h"),
                        Map.of("prices.metric", text))));

    String message = String.valueOf(mistakes.getMessage());
    assertTrue(
        message.startsWith("flag --prices-metric: found \"" + text + "\", allowed: price:count"),
        message);
    assertTrue(message.contains("(" + reason + ")"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3:x,0.2", "0.3:-1,0.2", "0.3:1:2,0.2", "0.3:9999999999999999,0.2"})
  void parse_countThatIsNone_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> MetricPrices.parse(text));
  }

  @Test
  void parse_moreTiersThanTheLimit_areRefused() {
    assertEquals(16, MetricPrices.parse(tiers(15) + ",0").tiers().size());

    assertThrows(RejectedValueException.class, () -> MetricPrices.parse(tiers(16) + ",0"));
  }

  private static String tiers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "1:" + i).collect(Collectors.joining(","));
  }

  @Test
  void prices_thatAreNotNumbers_areRefused() {
    for (double dollars : new double[] {-0.01, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new PricesConfig(DEFAULT, dollars));
      assertThrows(IllegalArgumentException.class, () -> new MetricPrices.Tier(dollars, 1));
    }
  }

  @Test
  void documentation_exampleOfPrices_canBeUsed() throws Exception {
    Path yaml = Files.writeString(directory.resolve("sidestat.yaml"), example());

    PricesConfig prices = load(yaml, Map.of("HOME", "/h"), Map.of());

    assertEquals(0.01, prices.thousandRequests(), 0);
    assertEquals(4, prices.metric().tiers().size());
  }

  private static String example() throws IOException {
    String text = Files.readString(Path.of("../docs/cost.md"));
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    return text.substring(start, text.indexOf("```", start));
  }
}
