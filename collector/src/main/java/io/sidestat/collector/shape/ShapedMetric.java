package io.sidestat.collector.shape;

import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;

/**
 * What a StatsD name and its tags become.
 *
 * @param resolution how finely CloudWatch is to store the metric
 * @param scale brings a sample's value into the metric's unit
 * @param mended whether CloudWatch would have refused the name or a dimension as it was
 */
public record ShapedMetric(MetricId id, Resolution resolution, Scale scale, boolean mended) {}
