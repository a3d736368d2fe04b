package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A program that receives datagrams, to be measured beside others. */
interface Contender {
  /** How tables name it. */
  String label();

  /** Why it cannot run here; empty if it can. */
  Optional<String> missing();

  /**
   * Starts it; it is listening when this returns.
   *
   * @param directory an empty one, for its files
   */
  Running start(Launcher launcher, Path directory) throws IOException;
}
