package io.sidestat.collector.model;

import java.util.List;
import java.util.Objects;

/**
 * The content of one PutMetricData request.
 *
 * @param datums 1 to {@link #DATUMS_MAX}
 */
public record DatumBatch(String namespace, List<Datum> datums) {
  /** Most datums in a request. Source: PutMetricData, CloudWatch API reference, 23 Nov 2026. */
  public static final int DATUMS_MAX = 1000;

  /**
   * Checks the number of datums.
   *
   * @throws IllegalArgumentException if there are none, or too many
   */
  public DatumBatch {
    Objects.requireNonNull(namespace, "namespace");
    datums = List.copyOf(datums);
    if (datums.isEmpty() || datums.size() > DATUMS_MAX) {
      throw new IllegalArgumentException("datums=" + datums.size() + ", 1 to " + DATUMS_MAX);
    }
  }
}
