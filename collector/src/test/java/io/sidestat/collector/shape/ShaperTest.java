package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShaperTest {
  private final Shaper shaper = new Shaper("Test", Map.of("Environment", "prod"));

  private MetricId shape(SampleType type, String name, List<Dimension> tags) {
    return Objects.requireNonNull(shaper.shape(type, name, tags)).id();
  }

  private List<Dimension> dimensions(Dimension... tags) {
    return shape(SampleType.COUNTER, "c", List.of(tags)).dimensions();
  }

  private static Dimension tag(String name, String value) {
    return new Dimension(name, value);
  }

  @Test
  void shape_name_isTheMetricInTheNamespaceWithTheTypesUnit() {
    assertEquals(
        new MetricId(
            SeriesType.TIMER,
            "Test",
            "ResponseTime",
            Unit.MILLISECONDS,
            List.of(tag("Environment", "prod"))),
        shape(SampleType.TIMING, "ResponseTime", List.of()));
    assertEquals(Unit.COUNT, shape(SampleType.COUNTER, "c", List.of()).unit());
    assertEquals(Unit.NONE, shape(SampleType.GAUGE, "g", List.of()).unit());
  }

  @Test
  void shape_tags_joinTheDefaults() {
    assertEquals(
        List.of(tag("Endpoint", "/x"), tag("Environment", "prod")),
        dimensions(tag("Endpoint", "/x")));
  }

  @Test
  void shape_tagOfADefaultsName_wins() {
    assertEquals(List.of(tag("Environment", "staging")), dimensions(tag("Environment", "staging")));
  }

  @Test
  void shape_bareTag_isTrue() {
    assertEquals(
        List.of(tag("Environment", "prod"), tag("cached", "true")), dimensions(tag("cached", "")));
  }

  @Test
  void shape_tagTwice_lastCounts() {
    assertEquals(
        List.of(tag("Environment", "prod"), tag("a", "2")),
        dimensions(tag("a", "1"), tag("a", "2")));
  }

  @Test
  void shape_moreThan30Dimensions_keepsTheDefaultsAndTheFirstTags() {
    List<Dimension> tags = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tags.add(tag("t%02d".formatted(i), "v"));
    }
    tags.add(tag("Environment", "staging"));
    tags.add(tag("t00", "w"));

    List<Dimension> shaped = shape(SampleType.COUNTER, "c", tags).dimensions();

    assertEquals(30, shaped.size());
    assertTrue(shaped.contains(tag("t28", "v")));
    assertFalse(shaped.contains(tag("t29", "v")));
    assertTrue(shaped.contains(tag("Environment", "staging")));
    assertTrue(shaped.contains(tag("t00", "w")));
  }

  @Test
  void shape_nonAscii_isUnderscored() {
    MetricId id = shape(SampleType.COUNTER, "größe\t", List.of(tag("naïve", "日本")));

    assertEquals("gr__e_", id.name());
    assertEquals(tag("na_ve", "__"), id.dimensions().get(1));
  }

  @Test
  void shape_blank_isUnderscored() {
    MetricId id = shape(SampleType.COUNTER, "  ", List.of(tag("", "x"), tag("y", " ")));

    assertEquals("_", id.name());
    assertEquals(
        List.of(tag("Environment", "prod"), tag("_", "x"), tag("y", "_")), id.dimensions());
  }

  @Test
  void shape_tooLong_isCut() {
    MetricId id =
        shape(SampleType.COUNTER, "n".repeat(300), List.of(tag("k".repeat(300), "v".repeat(1100))));

    assertEquals("n".repeat(255), id.name());
    assertEquals(tag("k".repeat(255), "v".repeat(1024)), id.dimensions().get(1));
  }

  @Test
  void shape_blankWhereItIsCut_isUnderscored() {
    assertEquals(tag("a", "_"), dimensions(tag("a", " ".repeat(1024) + "x")).get(1));
  }

  @Test
  void shape_leadingColonOfADimensionName_isUnderscored() {
    assertEquals(tag("_a", ":b"), dimensions(tag(":a", ":b")).get(1));
  }

  @Test
  void shape_tagsMendedToOneName_areOneDimension() {
    assertEquals(
        List.of(tag("Environment", "prod"), tag("_", "2")),
        dimensions(tag("ä", "1"), tag("ö", "2")));
  }

  @Property
  void shape_anyText_isWhatCloudWatchTakes(
      @ForAll String name, @ForAll Map<String, String> tagsByName) {
    List<Dimension> tags = new ArrayList<>();
    new LinkedHashMap<>(tagsByName).forEach((key, value) -> tags.add(tag(key, value)));

    MetricId id = shape(SampleType.SET, name, tags);

    assertTakes(id.name(), 255);
    assertTrue(id.dimensions().size() <= 30);
    for (Dimension dimension : id.dimensions()) {
      assertTakes(dimension.name(), 255);
      assertFalse(dimension.name().startsWith(":"));
      assertTakes(dimension.value(), 1024);
    }
  }

  private static void assertTakes(String text, int charsMax) {
    assertFalse(text.isBlank());
    assertTrue(text.length() <= charsMax);
    assertTrue(text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
  }
}
