package io.sidestat.collector.shape;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import java.util.List;

/** The steps from a closed interval to what the journal keeps of it. For the cold thread. */
public record IntervalShaper(HostDimensions hostDimensions, RollUps rollUps, RequestPacker packer) {

  /** The interval as history keeps it: original series, with the host's dimensions. */
  public Fragment history(Fragment closed) {
    return hostDimensions.addTo(closed);
  }

  /** The requests that tell CloudWatch of it, roll-ups included. */
  public List<DatumBatch> requests(Fragment history) {
    return packer.pack(history.interval(), rollUps.applyTo(history.series()));
  }
}
