package io.sidestat.collector.publish;

import io.sidestat.collector.model.DatumBatch;
import java.util.Optional;

/** The seam to CloudWatch: the SDK's client, or a test's. Thread-safe. */
public interface MetricSender extends AutoCloseable {

  /**
   * Sends one request and returns when CloudWatch has accepted it. Makes one attempt.
   *
   * @throws SendException if it was not accepted, or nobody knows
   */
  void send(DatumBatch batch) throws SendException;

  /** The region it sends to; empty as long as it is not known. */
  default Optional<String> region() {
    return Optional.empty();
  }

  @Override
  void close();
}
