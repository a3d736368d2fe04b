package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs the series of an interval into the fewest requests, each of one namespace, at most 1000
 * datums and so many bytes before gzip. Starts from the number that the two limits demand at the
 * least and deals the datums out, largest first, each to the request that is emptiest; only when
 * that fails is one request more tried. All datums of a series go into one request where that costs
 * no request more, so that a request that is refused does not leave half a distribution. Immutable.
 */
public final class RequestPacker {
  /**
   * Largest request before gzip. CloudWatch takes 1 MB and does not say whether it counts before or
   * after gzip; the official agent keeps below this before it. Source: PutMetricData, CloudWatch
   * API reference, and amazon-cloudwatch-agent, 23 Nov 2026.
   */
  public static final int REQUEST_BYTES_MAX = 999_000;

  private final Grid grid;

  /** A packer that puts distributions of too many values for one datum on that grid. */
  public RequestPacker(Grid grid) {
    this.grid = grid;
  }

  /** The requests that tell CloudWatch of the series. */
  public List<DatumBatch> pack(Interval interval, List<ClosedSeries> series) {
    DatumBuilder builder = new DatumBuilder(interval, grid);
    Map<String, List<Pack>> byNamespace = new LinkedHashMap<>();
    for (ClosedSeries one : series) {
      byNamespace
          .computeIfAbsent(one.id().namespace(), namespace -> new ArrayList<>())
          .add(Pack.of(builder.datums(one)));
    }
    List<DatumBatch> batches = new ArrayList<>();
    byNamespace.forEach((namespace, packs) -> batches.addAll(pack(namespace, packs)));
    return batches;
  }

  /** Datums that go together, and their bytes. */
  private record Pack(List<Datum> datums, int bytes) {
    static Pack of(List<Datum> datums) {
      return new Pack(datums, datums.stream().mapToInt(WireSize::of).sum());
    }
  }

  private static List<DatumBatch> pack(String namespace, List<Pack> packs) {
    List<Pack> series = largestFirst(packs);
    List<Pack> single =
        largestFirst(
            packs.stream()
                .flatMap(pack -> pack.datums().stream())
                .map(datum -> Pack.of(List.of(datum)))
                .toList());
    int requestBytes = REQUEST_BYTES_MAX - WireSize.ofRequest(namespace);
    long bytes = packs.stream().mapToLong(Pack::bytes).sum();
    int fewest =
        Math.max(
            (single.size() + DatumBatch.DATUMS_MAX - 1) / DatumBatch.DATUMS_MAX,
            (int) ((bytes + requestBytes - 1) / requestBytes));
    for (int requests = fewest; ; requests++) {
      List<Request> dealt = deal(series, requests, requestBytes);
      if (dealt == null) {
        dealt = deal(single, requests, requestBytes);
      }
      if (dealt != null) {
        return dealt.stream().map(request -> new DatumBatch(namespace, request.datums)).toList();
      }
    }
  }

  private static List<Pack> largestFirst(List<Pack> packs) {
    return packs.stream().sorted(Comparator.comparingInt(Pack::bytes).reversed()).toList();
  }

  /** A request that is being filled. */
  private static final class Request {
    private final List<Datum> datums = new ArrayList<>();
    private int bytes;

    boolean holds(Pack pack, int bytesMax) {
      return bytes + pack.bytes() <= bytesMax
          && datums.size() + pack.datums().size() <= DatumBatch.DATUMS_MAX;
    }

    void add(Pack pack) {
      datums.addAll(pack.datums());
      bytes += pack.bytes();
    }
  }

  /** The packs in so many requests; null if one does not fit. */
  private static @Nullable List<Request> deal(List<Pack> packs, int requests, int bytesMax) {
    List<Request> dealt = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      dealt.add(new Request());
    }
    for (Pack pack : packs) {
      Request emptiest = null;
      for (Request request : dealt) {
        boolean emptier = emptiest == null || request.bytes < emptiest.bytes;
        if (emptier && request.holds(pack, bytesMax)) {
          emptiest = request;
        }
      }
      if (emptiest == null) {
        return null;
      }
      emptiest.add(pack);
    }
    return dealt;
  }
}
