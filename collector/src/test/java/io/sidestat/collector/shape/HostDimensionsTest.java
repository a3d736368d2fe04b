package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.SampleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostDimensionsTest {
  private final Feed feed = new Feed();
  private final List<Dimension> known = new ArrayList<>();
  private final HostDimensions host = new HostDimensions(2, () -> known);

  private void learn(String name, String value) {
    known.add(new Dimension(name, value));
  }

  private Fragment minute(String... lines) {
    return host.addTo(feed.send(lines).close());
  }

  private static double sum(Fragment fragment, String id) {
    return ((CounterTotal) Feed.value(fragment, id)).increments().sum();
  }

  @Test
  void addTo_known_putsThemOnEverySeries() {
    learn("InstanceId", "i-1");
    learn("AutoScalingGroupName", "web");

    Fragment fragment = minute("a:2|c|#Endpoint:/x", "b:3|c");

    assertEquals(2, sum(fragment, "a{AutoScalingGroupName=web,Endpoint=/x,InstanceId=i-1}"));
    assertEquals(3, sum(fragment, "b{AutoScalingGroupName=web,InstanceId=i-1}"));
    assertEquals(0, host.intervalsWithout());
  }

  @Test
  void addTo_seriesFromBeforeTheyWereKnown_goesOnUnderOneIdentity() {
    Fragment before = minute("a:1|c");
    learn("InstanceId", "i-1");
    learn("AutoScalingGroupName", "web");

    Fragment after = minute("a:2|c");

    assertEquals(1, sum(before, "a{}"));
    assertEquals(1, after.series().size());
    assertEquals(2, sum(after, "a{AutoScalingGroupName=web,InstanceId=i-1}"));
    assertEquals(1, host.intervalsWithout());
  }

  @Test
  void addTo_tagOfTheApp_wins() {
    learn("InstanceId", "i-1");

    assertEquals(1, sum(minute("a:1|c|#InstanceId:mine"), "a{InstanceId=mine}"));
  }

  @Test
  void addTo_seriesThatFallTogether_areMerged() {
    learn("InstanceId", "i-1");

    Fragment fragment = minute("a:1|c|#InstanceId:i-1", "a:2|c", "a:4|c|#InstanceId:i-2");

    assertEquals(2, fragment.series().size());
    assertEquals(3, sum(fragment, "a{InstanceId=i-1}"));
    assertEquals(4, sum(fragment, "a{InstanceId=i-2}"));
    assertEquals(3, fragment.ledger().aggregated());
  }

  @Test
  void addTo_notKnown_leavesTheFragmentAndCountsIt() {
    Fragment fragment = feed.send("a:1|c").close();

    assertSame(fragment, host.addTo(fragment));
    assertEquals(1, host.intervalsWithout());
  }

  @Test
  void addTo_someKnown_putsThoseOnAndCountsIt() {
    learn("InstanceId", "i-1");

    assertEquals(1, sum(minute("a:1|c"), "a{InstanceId=i-1}"));
    assertEquals(1, host.intervalsWithout());
  }

  @Test
  void addTo_intervalWithoutSeries_isNotCounted() {
    var unused = minute();

    assertEquals(0, host.intervalsWithout());
  }

  @Test
  void addTo_noPlaceLeft_neverPasses30() {
    learn("InstanceId", "i-1");
    String tags = String.join(",", IntStream.range(0, 30).mapToObj(i -> "t" + i + ":v").toList());

    Fragment fragment = minute("a:1|c|#" + tags);

    assertEquals(30, fragment.series().get(0).id().dimensions().size());
  }

  @Test
  void shaper_reservedNames_keepTheirPlacesWhateverTheTags() {
    Shaper shaper =
        new Shaper(
            "Test", Map.of("Environment", "prod"), List.of(), Set.of("InstanceId", "InstanceType"));
    List<Dimension> tags = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> tags.add(new Dimension("t%02d".formatted(i), "v")));

    List<Dimension> shaped = shaped(shaper, tags);
    assertEquals(28, shaped.size());
    assertTrue(shaped.contains(new Dimension("t26", "v")));

    // A reserved name that the app sends takes its own place, and no other's.
    tags.add(new Dimension("InstanceId", "mine"));
    List<Dimension> named = shaped(shaper, tags);
    assertEquals(29, named.size());
    assertTrue(named.contains(new Dimension("InstanceId", "mine")));
    tags.add(0, new Dimension("InstanceId", "mine"));
    assertEquals(named, shaped(shaper, tags));
  }

  private static List<Dimension> shaped(Shaper shaper, List<Dimension> tags) {
    return Objects.requireNonNull(shaper.shape(SampleType.COUNTER, "c", tags)).id().dimensions();
  }
}
