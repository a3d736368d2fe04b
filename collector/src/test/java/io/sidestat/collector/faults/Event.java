package io.sidestat.collector.faults;

/**
 * Something that goes wrong, or is put right.
 *
 * @param atMillis since the schedule began
 */
record Event(long atMillis, Kind kind) {
  /** What happens. */
  enum Kind {
    // From now on the endpoint does this:
    TAKE,
    TAKE_SLOWLY,
    THROTTLE,
    FAIL,
    CLOSE_UNREAD,
    TAKE_AND_CLOSE,
    ANSWER_A_PAGE,
    REFUSE_LARGE,
    REFUSE_CREDENTIALS,
    GO_AWAY,
    // The disk:
    FILL_DISK,
    FREE_DISK,
    SLOW_DISK,
    // The collector ends, and is started again:
    KILL,
    STOP;

    boolean endsTheCollector() {
      return this == KILL || this == STOP;
    }
  }
}
