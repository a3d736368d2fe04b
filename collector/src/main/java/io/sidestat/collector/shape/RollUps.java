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

/**
 * Adds the same samples again under fewer dimensions, since CloudWatch does not add custom metrics
 * up. A roll-up applies to every series that has all its dimensions and more; series that fall
 * together are merged; a set of dimensions is published once. Immutable.
 */
public final class RollUps {
  private final List<Set<String>> dimensionSets;

  /** Roll-ups to these sets of dimension names. */
  public RollUps(List<List<String>> dimensionSets) {
    this.dimensionSets =
        dimensionSets.stream().map(names -> (Set<String>) new LinkedHashSet<>(names)).toList();
  }

  /** The series themselves and their roll-ups, each identity once. */
  public List<ClosedSeries> applyTo(List<ClosedSeries> originals) {
    Map<MetricId, ClosedSeries> published = new LinkedHashMap<>();
    for (ClosedSeries series : originals) {
      published.merge(series.id(), series, ClosedSeries::merge);
    }
    for (ClosedSeries series : originals) {
      for (MetricId rolledUp : rollUpsOf(series.id())) {
        published.merge(
            rolledUp,
            new ClosedSeries(rolledUp, series.resolution(), series.value()),
            ClosedSeries::merge);
      }
    }
    return new ArrayList<>(published.values());
  }

  /** The identities under which a series' samples are published, as {@link #applyTo} does. */
  public Set<MetricId> identitiesOf(MetricId original) {
    Set<MetricId> identities = new LinkedHashSet<>();
    identities.add(original);
    identities.addAll(rollUpsOf(original));
    return identities;
  }

  /** The identities under which a series is published besides its own. */
  private Set<MetricId> rollUpsOf(MetricId id) {
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
