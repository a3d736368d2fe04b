package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.StatisticSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples that CloudWatch takes one by one, and whose sum it does not. */
class HugeSumTest {
  @Test
  void pack_sumBeyondTheRange_isCutToIt() {
    Fragment fragment =
        new Feed()
            .send("t:2e108|ms", "t:2e108|ms", "c:2e108|c|@0.000001", "h:-2e108|h|@0.1", "ok:1|c")
            .close();

    List<DatumBatch> requests =
        new RequestPacker(Grid.within(0.005))
            .pack(fragment.interval(), new RollUps(List.of()).applyTo(fragment.series()));

    List<Datum> datums = requests.get(0).datums();
    assertEquals(4, datums.size());
    for (Datum datum : datums) {
      StatisticSet statistics = datum.statistics();
      assertTrue(
          statistics != null && Math.abs(statistics.sum()) <= Datum.MAGNITUDE_MAX,
          () -> datum.name() + ": " + statistics);
    }
  }
}
