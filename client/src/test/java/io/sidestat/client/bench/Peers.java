package io.sidestat.client.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The contenders, each with a class path of its own: DataDog's jar has the original's package. */
final class Peers {

  /** What the driver costs by itself. */
  static final String NOTHING = "(the driver alone)";

  static final String OURS = "Sidestat";
  static final String DATADOG = "java-dogstatsd-client 4.4.5";

  private static final Path JARS = Path.of("target", "peers");
  private static final Path SOURCES = Path.of("src", "test", "bench");
  private static final String PACKAGE = "io.sidestat.client.bench.";

  /** A contender and what its process needs. */
  record Entry(String label, String type, String classPath) {
    /** Whether it is another's client. */
    boolean isPeer() {
      return !label.startsWith(OURS) && !label.equals(NOTHING);
    }
  }

  private Peers() {}

  /** All of them, ours first. */
  static List<Entry> all() throws IOException {
    String ours = System.getProperty("java.class.path");
    return List.of(
        new Entry(NOTHING, PACKAGE + "NothingContender", ours),
        new Entry(OURS, PACKAGE + "SidestatContender", ours),
        new Entry(OURS + ", packed", PACKAGE + "SidestatPackedContender", ours),
        new Entry(OURS + ", callers send", PACKAGE + "SidestatCallerSendsContender", ours),
        new Entry("java-statsd-client 3.1.0", PACKAGE + "OriginalContender", ours),
        peer(DATADOG, "datadog", "DataDogContender"),
        peer(DATADOG + ", blocking", "datadog", "DataDogBlockingContender"),
        peer("micrometer-registry-statsd 1.17.2", "micrometer", "MicrometerContender"));
  }

  /** Compiles the peer's contender against the peer's own jars. */
  private static Entry peer(String label, String name, String type) throws IOException {
    Path classes = Files.createDirectories(Path.of("target", "peer-classes", name));
    String jars;
    try (Stream<Path> files = Files.list(JARS.resolve(name))) {
      jars = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
    String classPath =
        String.join(
            File.pathSeparator,
            jars,
            Path.of("target", "test-classes").toString(),
            classes.toString(),
            jmh());
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath,
                "-d",
                classes.toString(),
                SOURCES.resolve(name).resolve(type + ".java").toString());
    if (code != 0) {
      throw new IOException("cannot compile " + type);
    }
    return new Entry(label, type, classPath);
  }

  /** What JMH needs, of our own class path. */
  private static String jmh() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> jar.matches(".*(jmh-core|jopt-simple|commons-math3).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
