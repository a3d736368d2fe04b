package io.sidestat.collector.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.query.Statistic.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticTest {

  @ParameterizedTest
  @CsvSource({"p0,0", "p50,50", "P95,95", "p99.9,99.9", "p99.9999999999,99.9999999999", "p100,100"})
  void parse_percentile_isItsPercent(String text, double percent) {
    assertEquals(new Statistic(text, Kind.PERCENTILE, percent), Statistic.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "count,COUNT",
    "SampleCount,COUNT",
    "avg,AVERAGE",
    "Average,AVERAGE",
    "sum,SUM",
    "Sum,SUM",
    "min,MINIMUM",
    "Minimum,MINIMUM",
    "max,MAXIMUM",
    "Maximum,MAXIMUM"
  })
  void parse_name_isItsKind(String text, Kind kind) {
    assertEquals(kind, Statistic.parse(text).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"p101", "p100.1", "p-1", "p", "p9.", "p99.99999999999", "tm99", "", "median"})
  void parse_anythingElse_isRefusedWithWhatThereIs(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Statistic.parse(text));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("no such statistic: \"" + text + "\"; there are"));
  }
}
