package io.sidestat.collector.config;

import static io.sidestat.collector.fuzz.FuzzTarget.hold;

import io.sidestat.collector.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A settings file, {@code .env} or YAML: read, or refused with mistakes of one line each.
 *
 * <pre>
 * input = kind content
 * kind  even: a .env file; odd: YAML
 * </pre>
 */
public final class SettingsFileFuzzTarget implements FuzzTarget {
  private static final Path BROKEN = Path.of("src", "test", "resources", "config", "broken");
  private static final Path RULES = Path.of("src", "test", "resources", "fuzz", "rules.yaml");
  private static final byte ENV = 0;
  private static final byte YAML = 1;
  private static final String ENV_FILE =
      """
      # a comment
      CLOUDWATCH_METRICS_ENABLED=true
      export ENVIRONMENT='staging' # another
      AWS_REGION="ap-north\\"east\\n-2"
      SIDESTAT_INTERVAL=10s
      SIDESTAT_DIMENSIONS=Environment=x,Service=y
      """;

  private final Path file;

  /** With one file, which is written over for each input and gone with the process. */
  public SettingsFileFuzzTarget() throws IOException {
    file = Files.createTempFile("sidestat-fuzz", ".txt");
    file.toFile().deleteOnExit();
  }

  @Override
  public Path kept() {
    return FuzzTarget.keptIn("settings");
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(input(ENV, ENV_FILE.getBytes(StandardCharsets.UTF_8)));
    seeds.add(input(YAML, Files.readAllBytes(RULES)));
    try (Stream<Path> files = Files.list(BROKEN)) {
      for (Path broken : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        seeds.add(input(YAML, Files.readAllBytes(broken)));
      }
    }
    return seeds;
  }

  private static byte[] input(byte kind, byte[] content) {
    byte[] input = new byte[content.length + 1];
    input[0] = kind;
    System.arraycopy(content, 0, input, 1, content.length);
    return input;
  }

  @Override
  public void accept(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    try (var out = Files.newOutputStream(file)) {
      out.write(input, 1, input.length - 1);
    }
    Optional<Path> some = Optional.of(file);
    boolean yaml = (input[0] & 1) == YAML;
    try {
      ConfigLoader.load(
          new ConfigSources(
              yaml ? some : Optional.empty(),
              yaml ? Optional.empty() : some,
              Map.of("HOME", "/home/kim"),
              Map.of()));
    } catch (ConfigException e) {
      hold(!e.mistakes().isEmpty(), "there is a mistake");
      e.mistakes().forEach(mistake -> hold(!mistake.toString().contains("\n"), "one line"));
    }
  }

  @Override
  public String toString() {
    return "settings";
  }
}
