package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Each recorded sample is accounted for by exactly one datum, however often it is published. */
class SampleAccountingTest {
  private static final Grid GRID = Grid.within(0.005);
  private static final List<List<String>> ROLL_UPS =
      List.of(List.of("A"), List.of("A", "B"), List.of());

  @Property(tries = 100)
  void requests_anyTrafficAndRollUps_accountForEachSampleOnce(
      @ForAll long seed, @ForAll boolean originals) {
    Random random = new Random(seed);
    Feed feed = new Feed(20, 0.005);
    int lines = random.nextInt(3_000);
    for (int i = 0; i < lines; i++) {
      String rate = random.nextInt(4) == 0 ? "|@0.3" : "";
      String type = List.of("ms", "d", "c", "g", "s", "q").get(random.nextInt(6));
      feed.send(
          "m%d:%s|%s%s|#A:%d,B:%d"
              .formatted(
                  random.nextInt(3),
                  Math.exp(4 * random.nextGaussian()),
                  type,
                  type.equals("g") || type.equals("s") ? "" : rate,
                  random.nextInt(4),
                  random.nextInt(2)));
    }
    Fragment closed = feed.close();

    List<DatumBatch> batches =
        new IntervalShaper(
                HostDimensions.NONE, new RollUps(ROLL_UPS, originals), new RequestPacker(GRID))
            .requests(closed);

    assertEquals(closed.ledger().recorded(), batches.stream().mapToLong(DatumBatch::samples).sum());
    List<Datum> datums = new ArrayList<>();
    batches.forEach(batch -> datums.addAll(batch.datums()));
    assertTrue(datums.stream().allMatch(datum -> datum.samples() >= 0));
  }
}
