package io.sidestat.collector.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
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
    return contender.start(launcher, place());
  }

  Sidestat.Collector start(Sidestat collector) throws IOException {
    return collector.start(launcher, place());
  }

  /** An empty directory for the files of a contender. */
  Path place() throws IOException {
    return Files.createTempDirectory(directory, "contender");
  }

  static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Tells how far it is. */
  void say(String words) {
    System.out.println(words);
  }
}
