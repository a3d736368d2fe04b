package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import io.sidestat.collector.cloudwatch.ThroughTheSdk;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes in, the endpoint, which refuses what CloudWatch refuses, takes every request: real
 * datagrams' bytes through parser, series, roll-ups and packing to what the SDK writes.
 */
class AnythingSentIsAcceptedTest {
  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "1e-400",
          "1e-110",
          "4.3e-109",
          "-4.2e-109",
          "2.3485425827738332e108",
          "-2.3e108",
          "1e308",
          "9007199254740993",
          "0.1",
          "-0.3",
          "1e-12",
          "150",
          "nan",
          "inf",
          "");
  private static final List<String> RATES = List.of("", "|@0.3", "|@1e-9", "|@0.999999", "|@1");
  private static final List<String> TYPES = List.of("ms", "h", "d", "c", "g", "s");

  private static final Map<String, String> AWS =
      Map.of(
          "aws.region", "ap-northeast-2",
          "aws.accessKeyId", "AKIDEXAMPLE",
          "aws.secretAccessKey", "secret");

  @BeforeContainer
  static void setRegionAndCredentials() {
    AWS.forEach(System::setProperty);
  }

  @AfterContainer
  static void clearRegionAndCredentials() {
    AWS.keySet().forEach(System::clearProperty);
  }

  @Property(tries = 60)
  void requests_ofAnyLines_areAllAccepted(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Feed feed = new Feed(40, random.nextBoolean() ? 0.005 : 0.001);
    int lines = 1 + random.nextInt(2_000);
    for (int i = 0; i < lines; i++) {
      feed.send(line(random));
    }
    Fragment fragment = feed.close();
    assertTrue(fragment.ledger().balanced());
    List<DatumBatch> requests =
        new RequestPacker(Grid.within(0.005))
            .pack(
                Interval.containing(Instant.now(), Duration.ofSeconds(60)),
                new RollUps(List.of(List.of(), List.of("a"))).applyTo(fragment.series()));

    assertEquals(List.of(), refusals(requests));
  }

  private static List<Integer> refusals(List<DatumBatch> requests) throws Exception {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      ThroughTheSdk.send(requests, cloudWatch);
      return cloudWatch.requests().stream()
          .map(ReceivedRequest::status)
          .filter(status -> status != 200)
          .toList();
    }
  }

  private static String line(Random random) {
    String value =
        random.nextInt(3) == 0
            ? one(VALUES, random)
            : Double.toString(Double.longBitsToDouble(random.nextLong()));
    String tags = "";
    for (int tag = random.nextInt(4) * random.nextInt(12); tag > 0; tag--) {
      tags += (tags.isEmpty() ? "|#" : ",") + text(random) + ":" + text(random);
    }
    String name = random.nextInt(3) == 0 ? text(random) : "m" + random.nextInt(3);
    return name + ":" + value + "|" + one(TYPES, random) + one(RATES, random) + tags;
  }

  private static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Short, long, blank, or of characters that CloudWatch does not take. */
  private static String text(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> " ";
      case 1 -> ":" + random.nextInt(9);
      case 2 -> "ü\u0000\u202e日本語" + random.nextInt(9);
      case 3 -> "x".repeat(random.nextInt(400));
      case 4 -> "";
      default -> "abcd".substring(random.nextInt(4));
    };
  }
}
