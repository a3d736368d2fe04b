package io.sidestat.collector.query;

/**
 * What a query may hold in memory.
 *
 * @param rowsMax rows of the answer
 * @param valuesMax distinct values of all rows together, 16 bytes each
 */
public record QueryBounds(int rowsMax, long valuesMax) {
  /** For a process of its own. */
  public static final QueryBounds NONE = new QueryBounds(Integer.MAX_VALUE, Long.MAX_VALUE);

  /** Within a collector, whose heap is for samples: 16 MB, and some for the rows. */
  public static final QueryBounds BESIDE_SAMPLES = new QueryBounds(10_000, 1_000_000);
}
