package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar as a process of its own, with an environment of its own: nothing of the test's
 * is handed down, and the home directory is empty.
 */
public final class SidestatProcess implements AutoCloseable {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Path JAR = jar();
  private static final Duration EXIT_BOUND = Duration.ofSeconds(15);
  private static final Pattern LISTENING =
      Pattern.compile(
          "listening: on=udp:127\\.0\\.0\\.1:(\\d+).*?, admin=(http://127\\.0\\.0\\.1:\\d+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path out;
  private final Path err;

  private SidestatProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** From within the module or from the project's root. */
  private static Path jar() {
    Path ofModule = Path.of(System.getProperty("sidestat.jar", "target/sidestat.jar"));
    Path ofRoot = Path.of("collector/target/sidestat.jar");
    return (Files.exists(ofModule) ? ofModule : ofRoot).toAbsolutePath();
  }

  /** Starts a command; its output goes into files in the directory. */
  public static SidestatProcess start(
      Path directory, Map<String, String> environment, String... arguments) throws IOException {
    return start(List.of(), directory, environment, arguments);
  }

  /** Starts a command as one without any of root's capabilities, whoever runs the test. */
  public static SidestatProcess startWithoutCapabilities(
      Path directory, Map<String, String> environment, String... arguments) throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    return start(
        root ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : List.of(),
        directory,
        environment,
        arguments);
  }

  private static SidestatProcess start(
      List<String> launcher, Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of(JAVA.toString(), "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    // What is tested is seldom when it is sent.
    builder.environment().put("SIDESTAT_PUBLISH_SPREAD", "0s");
    // Tests of what apps send count every metric and request; SelfMetricsIT is about these.
    builder.environment().put("SIDESTAT_SELF_METRICS", "off");
    builder.environment().putAll(environment);
    return new SidestatProcess(builder.start(), out, err);
  }

  /** Whether it has not ended. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Whether the collector has begun to listen. */
  public boolean isListening() throws IOException {
    return LISTENING.matcher(stderr()).find();
  }

  /** Waits until the collector listens. */
  public SidestatProcess awaitListening() {
    await("it listens", () -> LISTENING.matcher(stderr()).find());
    return this;
  }

  public int udpPort() throws IOException {
    return Integer.parseInt(listening().group(1));
  }

  private Matcher listening() throws IOException {
    Matcher matcher = LISTENING.matcher(stderr());
    if (!matcher.find()) {
      throw new AssertionError("not listening: " + stderr());
    }
    return matcher;
  }

  /** What {@code /api/v1/status} answers. */
  public URI adminAddress() throws IOException {
    return URI.create(listening().group(2));
  }

  public JsonNode status() throws IOException, InterruptedException {
    URI uri = adminAddress().resolve("/api/v1/status");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Waits until that many samples, good and bad, have been received. */
  public void awaitReceived(long samples) {
    await(
        samples + " samples are received",
        () -> status().path("ledger").path("received").asLong() >= samples);
  }

  /** Waits for a condition; a failure shows the log. */
  public void await(String what, Callable<Boolean> condition) {
    try {
      Await.until(what, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nlog:\n" + logOr(e.toString()), e);
    }
  }

  private String logOr(String fallback) {
    try {
      return stderr();
    } catch (IOException e) {
      return fallback;
    }
  }

  public String stdout() throws IOException {
    return Files.readString(out);
  }

  public String stderr() throws IOException {
    return Files.readString(err);
  }

  /** Lines of standard error with these words in them. */
  public long stderrLines(String words) throws IOException {
    return stderr().lines().filter(line -> line.contains(words)).count();
  }

  /** Waits for the end; the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(EXIT_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("did not end within " + EXIT_BOUND + "\nlog:\n" + logOr(""));
    }
    return process.exitValue();
  }

  /** SIGTERM, and does not wait. */
  public void signal() {
    process.destroy();
  }

  /** By which the JDK's tools find it. */
  long pid() {
    return process.pid();
  }

  /** The most memory that the process had, as Linux tells it; empty elsewhere. */
  public String peakResident() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("")
        : "";
  }

  /** SIGHUP, and does not wait. */
  public void hangUp() throws IOException, InterruptedException {
    var unused =
        new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor();
  }

  /** SIGTERM; the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    var unused = exitCode();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
