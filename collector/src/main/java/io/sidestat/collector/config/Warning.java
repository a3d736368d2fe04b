package io.sidestat.collector.config;

/**
 * Something that is allowed and yet may not be meant.
 *
 * @param topic what it is about
 * @param text one line for the user
 */
public record Warning(Topic topic, String text) {

  /** What a warning is about. */
  public enum Topic {
    /** Metrics are sent to AWS, and nobody said of which Environment they are. */
    ENVIRONMENT_UNNAMED,
    /** Others than this host may reach a listening address. */
    REACHABLE_BY_OTHERS,
    /** Nobody on this host is heard who sends to localhost. */
    LOOPBACK_REFUSED,
    /** Roll-ups without Environment. True of the defaults, so only a check says it. */
    ROLLUPS_MIX_ENVIRONMENTS,
    /** Dimensions of which hosts have different values. Meant so, mostly: only a check says it. */
    HOSTS_MULTIPLY_THE_BILL,
    /** Dimensions are to come from EC2, and it must not be asked. */
    METADATA_DISABLED
  }

  /** Whether a starting collector says it too, and not only {@code check-config}. */
  public boolean saidAtStart() {
    return switch (topic) {
      case ROLLUPS_MIX_ENVIRONMENTS, HOSTS_MULTIPLY_THE_BILL -> false;
      case ENVIRONMENT_UNNAMED, REACHABLE_BY_OTHERS, LOOPBACK_REFUSED, METADATA_DISABLED -> true;
    };
  }
}
