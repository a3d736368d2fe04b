package io.sidestat.collector.bench;

import java.io.IOException;

/** A part of the benchmark that can be run by itself. */
interface Scenario {
  /** Its name on the command line and in the page's markers. */
  String name();

  /** Measures; the answer is its part of the page, in Markdown. */
  String run(Lab lab) throws IOException;
}
