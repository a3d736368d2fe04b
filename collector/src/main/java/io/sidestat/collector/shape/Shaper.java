package io.sidestat.collector.shape;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SampleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the CloudWatch metric that a StatsD name and its tags belong to: the configured namespace,
 * the name as it is, the type's unit, and the tags over the default dimensions. What CloudWatch
 * would refuse is mended by {@link NameMending}. Immutable.
 */
public final class Shaper {
  /** The value of a bare tag, which has none and of which CloudWatch wants one. */
  static final String BARE_TAG_VALUE = "true";

  /** The value of all dimensions of a series that stands for others. */
  public static final String OTHER = "__other__";

  private final String namespace;
  private final Map<String, String> defaultDimensions;
  private final Set<String> reservedNames;

  /**
   * A shaper.
   *
   * @param defaultDimensions given to every series that has no tag of the name
   */
  public Shaper(String namespace, Map<String, String> defaultDimensions) {
    this(namespace, defaultDimensions, Set.of());
  }

  /**
   * A shaper that leaves room.
   *
   * @param defaultDimensions given to every series that has no tag of the name
   * @param reservedNames of dimensions that are added when an interval is closed ({@link
   *     HostDimensions}): each keeps a place, whether or not the tags fill the others
   */
  public Shaper(
      String namespace, Map<String, String> defaultDimensions, Set<String> reservedNames) {
    this.namespace = namespace;
    this.reservedNames = Set.copyOf(reservedNames);
    this.defaultDimensions = new LinkedHashMap<>(defaultDimensions);
  }

  /**
   * The metric of a sample's name and tags. Of tags with one key the last counts; past 30
   * dimensions, reserved ones included, the defaults and the first tags are kept.
   *
   * @param tags as sent, in that order; a bare tag has an empty value
   * @return null if a rule drops such samples
   */
  public @Nullable ShapedMetric shape(SampleType type, String name, List<Dimension> tags) {
    Map<String, String> dimensions = new LinkedHashMap<>(defaultDimensions);
    for (Dimension tag : tags) {
      String key = NameMending.dimensionName(tag.name());
      if (dimensions.containsKey(key) || hasRoom(dimensions, key)) {
        String value = tag.value().isEmpty() ? BARE_TAG_VALUE : tag.value();
        dimensions.put(key, NameMending.dimensionValue(value));
      }
    }
    List<Dimension> list = new ArrayList<>(dimensions.size());
    dimensions.forEach((key, value) -> list.add(new Dimension(key, value)));
    MetricId id =
        new MetricId(
            type.seriesType(), namespace, NameMending.metricName(name), type.defaultUnit(), list);
    return new ShapedMetric(id, Resolution.OF_INTERVAL, Scale.NONE, false);
  }

  /** What every series has unless a tag says otherwise. */
  public List<Dimension> defaultDimensions() {
    return defaultDimensions.entrySet().stream()
        .map(entry -> new Dimension(entry.getKey(), entry.getValue()))
        .toList();
  }

  private boolean hasRoom(Map<String, String> dimensions, String key) {
    int places = dimensions.size();
    for (String reserved : reservedNames) {
      if (!reserved.equals(key) && !dimensions.containsKey(reserved)) {
        places++;
      }
    }
    return places < Dimension.PER_METRIC_MAX;
  }

  /**
   * The series that stands for all those of a metric which the series limit keeps out: the value of
   * every dimension is {@value #OTHER}, but for default dimensions at their default.
   */
  public MetricId other(MetricId id) {
    return id.withDimensions(id.dimensions().stream().map(this::other).toList());
  }

  private Dimension other(Dimension dimension) {
    boolean standing = dimension.value().equals(defaultDimensions.get(dimension.name()));
    return standing ? dimension : new Dimension(dimension.name(), OTHER);
  }
}
