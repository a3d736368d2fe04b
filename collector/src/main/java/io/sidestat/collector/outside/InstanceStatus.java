package io.sidestat.collector.outside;

import io.sidestat.collector.model.Dimension;
import java.util.List;

/**
 * How far the instance's own dimensions are known.
 *
 * @param known in the order asked for
 * @param problem why not all of them are, and what to do; empty if all are, or at first
 */
public record InstanceStatus(State state, List<Dimension> known, String problem) {
  public InstanceStatus {
    known = List.copyOf(known);
  }

  /** How far. */
  public enum State {
    /** Not asked, since AWS_EC2_METADATA_DISABLED says so. */
    DISABLED,
    /** Asked for, again and again, and not known yet. */
    UNKNOWN,
    /** The service answers and lacks some; asked for again and again. */
    INCOMPLETE,
    /** All known; not asked any more. */
    KNOWN
  }
}
