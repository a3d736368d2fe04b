package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds the same samples again under fewer dimensions, since CloudWatch does not add custom metrics
 * up. A roll-up applies to every series that has all its dimensions and more; series that fall
 * together are merged; a set of dimensions is published once. Immutable.
 */
public final class RollUps {
  private final List<Set<String>> dimensionSets;
  private final boolean originalsToo;

  /** Roll-ups to these sets of dimension names. */
  public RollUps(List<List<String>> dimensionSets) {
    this(dimensionSets, true);
  }

  /**
   * Roll-ups to these sets of dimension names.
   *
   * @param originalsToo whether series are published under their own dimensions too
   */
  public RollUps(List<List<String>> dimensionSets, boolean originalsToo) {
    this.dimensionSets =
        dimensionSets.stream().map(names -> (Set<String>) new LinkedHashSet<>(names)).toList();
    this.originalsToo = originalsToo;
  }

  /** The series themselves and their roll-ups, each identity once. */
  public List<ClosedSeries> applyTo(List<ClosedSeries> originals) {
    Map<MetricId, List<ClosedSeries>> published = new LinkedHashMap<>();
    for (ClosedSeries series : originals) {
      if (publishesItself(series.id())) {
        published.computeIfAbsent(series.id(), id -> new ArrayList<>(1)).add(series);
      }
    }
    for (ClosedSeries series : originals) {
      // A sample is accounted for once: by its original or else by the first roll-up.
      long accountedFor = publishesItself(series.id()) ? 0 : series.samples();
      for (MetricId rolledUp : rollUpsOf(series.id())) {
        published
            .computeIfAbsent(rolledUp, id -> new ArrayList<>())
            .add(series.as(rolledUp, accountedFor));
        accountedFor = 0;
      }
    }
    return published.values().stream().map(RollUps::merged).toList();
  }

  /**
   * Merged in halves: thousands of series, added one by one, would be copied thousands of times.
   */
  private static ClosedSeries merged(List<ClosedSeries> series) {
    int half = series.size() / 2;
    return half == 0
        ? series.get(0)
        : merged(series.subList(0, half)).merge(merged(series.subList(half, series.size())));
  }

  /**
   * Whether a series is published under its own dimensions. If originals are not wanted it still is
   * where no roll-up carries its samples, and where its dimensions are themselves those of a
   * roll-up, whose total would lack its samples.
   */
  public boolean publishesItself(MetricId id) {
    Set<String> names = id.dimensions().stream().map(Dimension::name).collect(Collectors.toSet());
    return originalsToo || dimensionSets.contains(names) || rollUpsOf(id).isEmpty();
  }

  /** The identities under which a series' samples are published, as {@link #applyTo} does. */
  public Set<MetricId> identitiesOf(MetricId original) {
    Set<MetricId> identities = new LinkedHashSet<>();
    if (publishesItself(original)) {
      identities.add(original);
    }
    identities.addAll(rollUpsOf(original));
    return identities;
  }

  /** The identities under which a series is published besides its own. */
  public Set<MetricId> rollUpsOf(MetricId id) {
    Set<MetricId> rolledUp = new LinkedHashSet<>();
    for (Set<String> names : dimensionSets) {
      List<Dimension> kept =
          id.dimensions().stream().filter(d -> names.contains(d.name())).toList();
      boolean hasAllAndMore = kept.size() == names.size() && kept.size() < id.dimensions().size();
      if (hasAllAndMore) {
        rolledUp.add(id.withDimensions(kept));
      }
    }
    return rolledUp;
  }
}
