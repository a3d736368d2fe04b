package io.sidestat.collector.aggregate;

/** Where the parser puts samples: the {@link Aggregator}, or a test's list. */
public interface SampleSink {

  /**
   * Takes one well-formed sample.
   *
   * @param sample valid only during the call
   */
  void accept(RawSample sample);

  /**
   * Whether a line came before that was the same but for its values: then type and rate are filled
   * in, and samples are accepted as of the one before, with {@link RawSample#again} set. No sink
   * has to remember lines.
   *
   * @param sample of which only the line is filled in: its start and end, colon, rest and hash;
   *     valid only during the call
   */
  default boolean recall(RawSample sample) {
    return false;
  }
}
