package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where scenarios run.
 *
 * @param directory for files of the processes; each process gets a directory of its own in it
 */
record Lab(Launcher launcher, Path directory, Effort effort) {
  Driver driver(Traffic traffic) throws IOException {
    return Driver.start(launcher, Files.createTempDirectory(directory, "driver"), traffic);
  }

  Running start(Contender contender) throws IOException {
    return contender.start(launcher, Files.createTempDirectory(directory, "contender"));
  }

  Sidestat.Collector start(Sidestat collector) throws IOException {
    return collector.start(launcher, Files.createTempDirectory(directory, "contender"));
  }

  /** Tells how far it is. */
  void say(String words) {
    System.out.println(words);
  }
}
