package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the series of an interval into requests, each of one namespace, at most 1000 datums and at
 * most {@link #REQUEST_BYTES_MAX} before gzip. Immutable.
 */
public final class RequestPacker {
  /**
   * Largest request before gzip. CloudWatch takes 1 MB and does not say whether it counts before or
   * after gzip; the official agent keeps below this before it. Source: PutMetricData, CloudWatch
   * API reference, and amazon-cloudwatch-agent, 23 Nov 2026.
   */
  static final int REQUEST_BYTES_MAX = 999_000;

  /** The requests that tell CloudWatch of the series. */
  public List<DatumBatch> pack(Interval interval, List<ClosedSeries> series) {
    DatumBuilder builder = new DatumBuilder(interval);
    Map<String, List<Datum>> byNamespace = new LinkedHashMap<>();
    for (ClosedSeries one : series) {
      byNamespace
          .computeIfAbsent(one.id().namespace(), namespace -> new ArrayList<>())
          .addAll(builder.datums(one));
    }
    List<DatumBatch> batches = new ArrayList<>();
    byNamespace.forEach((namespace, datums) -> pack(namespace, datums, batches));
    return batches;
  }

  private static void pack(String namespace, List<Datum> datums, List<DatumBatch> batches) {
    List<Datum> open = new ArrayList<>();
    int emptyBytes = WireSize.ofRequest(namespace);
    int openBytes = emptyBytes;
    for (Datum datum : datums) {
      int bytes = WireSize.of(datum);
      boolean full = open.size() == DatumBatch.DATUMS_MAX || openBytes + bytes > REQUEST_BYTES_MAX;
      if (full && !open.isEmpty()) {
        batches.add(new DatumBatch(namespace, open));
        open.clear();
        openBytes = emptyBytes;
      }
      open.add(datum);
      openBytes += bytes;
    }
    if (!open.isEmpty()) {
      batches.add(new DatumBatch(namespace, open));
    }
  }
}
