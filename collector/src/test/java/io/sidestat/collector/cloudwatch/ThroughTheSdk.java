package io.sidestat.collector.cloudwatch;

import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.publish.CloudWatchSender;
import io.sidestat.collector.publish.SendException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Sends requests as the publisher does, with the real SDK. */
public final class ThroughTheSdk {
  private ThroughTheSdk() {}

  /**
   * Sends all of them; the region and credentials must be set ({@link AwsProperties}).
   *
   * @throws SendException if the endpoint refuses one
   */
  public static void send(List<DatumBatch> requests, FakeCloudWatch cloudWatch)
      throws SendException {
    CloudWatchSender sender =
        new CloudWatchSender(
            new PublishConfig(true, Optional.of(cloudWatch.endpoint()), Duration.ZERO),
            InstantSource.system());
    try {
      for (DatumBatch request : requests) {
        sender.send(request);
      }
    } finally {
      sender.close();
    }
  }
}
