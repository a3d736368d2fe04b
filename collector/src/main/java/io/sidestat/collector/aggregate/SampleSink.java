package io.sidestat.collector.aggregate;

/** Where the parser puts samples: the {@link Aggregator}, or a test's list. */
public interface SampleSink {

  /**
   * Takes one well-formed sample.
   *
   * @param sample valid only during the call
   */
  void accept(RawSample sample);
}
