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

  /** Samples received that are accounted for by this request. */
  public long samples() {
    return datums.stream().mapToLong(Datum::samples).sum();
  }

  /**
   * The same datums in two requests, in the same order.
   *
   * @throws IllegalStateException if there is only one
   */
  public List<DatumBatch> halves() {
    int size = datums.size();
    if (size == 1) {
      throw new IllegalStateException("one datum cannot be halved");
    }
    int half = (size + 1) / 2;
    return List.of(
        new DatumBatch(namespace, datums.subList(0, half)),
        new DatumBatch(namespace, datums.subList(half, size)));
  }
}
