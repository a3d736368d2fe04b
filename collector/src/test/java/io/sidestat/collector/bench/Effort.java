package io.sidestat.collector.bench;

/**
 * How much time measuring takes.
 *
 * @param quick whether only to see that everything works
 * @param rounds each contender is started anew and measured so often, in turns with the others
 * @param warmUpSeconds under full load, before anything counts; as long again under other loads
 * @param trialSeconds one step of the search
 * @param runSeconds a run whose figures are reported, and the one that confirms a search
 */
record Effort(
    boolean quick, int rounds, double warmUpSeconds, double trialSeconds, double runSeconds) {
  /** For figures to rely on. */
  static Effort full(int rounds) {
    return new Effort(false, rounds, 3, 0.5, 3);
  }

  /** To see that everything works. */
  static Effort quickly() {
    return new Effort(true, 1, 0.3, 0.1, 0.3);
  }
}
