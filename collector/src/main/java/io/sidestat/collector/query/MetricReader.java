package io.sidestat.collector.query;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** The seam to what was measured: CloudWatch, or this host's journal. Not thread-safe. */
public interface MetricReader extends AutoCloseable {

  /**
   * Answers each question, in their order, with its values by the epoch millisecond at which their
   * period starts; without those periods that there is no data of. A range as long as the period is
   * answered with one value, over all of it.
   *
   * @param period whole minutes; the range is a multiple of it
   * @throws MetricReadException if it cannot be answered; nothing is known then
   */
  List<SortedMap<Long, Double>> read(
      List<MetricQuestion> questions, TimeRange range, Duration period) throws MetricReadException;

  @Override
  void close();
}
