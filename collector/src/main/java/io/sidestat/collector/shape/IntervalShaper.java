package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import java.util.ArrayList;
import java.util.List;

/** The steps from a closed interval to what the journal keeps of it. For the cold thread. */
public record IntervalShaper(HostDimensions hostDimensions, RollUps rollUps, RequestPacker packer) {

  /** The interval as history keeps it: original series, with the host's dimensions. */
  public Fragment history(Fragment closed) {
    return hostDimensions.addTo(closed);
  }

  /** The requests that tell CloudWatch of it, roll-ups included. */
  public List<DatumBatch> requests(Fragment history) {
    return requests(history, List.of());
  }

  /** The same with series that are not rolled up. */
  public List<DatumBatch> requests(Fragment history, List<ClosedSeries> asTheyAre) {
    List<ClosedSeries> series = new ArrayList<>(rollUps.applyTo(history.series()));
    series.addAll(asTheyAre);
    return packer.pack(history.interval(), series);
  }
}
