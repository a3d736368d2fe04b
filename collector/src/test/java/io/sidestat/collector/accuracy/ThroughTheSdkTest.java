package io.sidestat.collector.accuracy;

import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ThroughTheSdk;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.publish.SendException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise over what the AWS SDK really writes, sent by many hosts in random order. */
class ThroughTheSdkTest {
  private static final int HOSTS = 30;

  @RegisterExtension final AwsProperties aws = new AwsProperties();

  @ParameterizedTest
  @EnumSource
  void encodedAndBack_anyShape_keepsThePromise(Shape shape) throws SendException {
    Random random = new Random(11);
    double[] samples = shape.samples(30_000, random);
    Fleet fleet = new Fleet(HOSTS, 0.005);
    fleet.spread(samples, random);
    List<DatumBatch> requests = fleet.requests();
    Collections.shuffle(requests, random);

    PublishedAccuracyTest.assertKept(sent(requests), samples, 0.005);
  }

  static HeldMetric sent(List<DatumBatch> requests) throws SendException {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      ThroughTheSdk.send(requests, cloudWatch);
      return cloudWatch.metric(new MetricKey("Test", "t", "Milliseconds", Map.of()));
    }
  }
}
