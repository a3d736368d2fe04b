import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends what a script says by Micrometer's registry, a line a datagram: {@code Load FLAVOR SCRIPT
 * PORT ADMIN}. The registry drops without a word what comes before it is connected and what comes
 * in bursts, so this waits for the connection, and then again and again for what it has sent.
 */
final class Load {
  private static final long WAIT_NANOS_MAX = Duration.ofSeconds(20).toNanos();
  private static final long ATTEMPT_NANOS = Duration.ofMillis(20).toNanos();
  private static final int BURST_LINES_MAX = 50;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final StatsdMeterRegistry registry;
  private final AtomicLong gauge = new AtomicLong();

  private Load(StatsdMeterRegistry registry) {
    this.registry = registry;
  }

  public static void main(String[] arguments) throws Exception {
    StatsdFlavor flavor = StatsdFlavor.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    StatsdMeterRegistry registry =
        new StatsdMeterRegistry(new Config(flavor, arguments[2]), Clock.SYSTEM);
    awaitConnection(registry, arguments[3]);
    Load load = new Load(registry);
    long before = figure("received", arguments[3]);
    long lines = 0;
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      String[] fields = line.split("\t", -1);
      Tags tags = fields[4].isEmpty() ? Tags.empty() : Tags.of(fields[4], fields[5]);
      load.send(fields[0], fields[1], Double.parseDouble(fields[2]), tags);
      if (++lines % BURST_LINES_MAX == 0) {
        await("received", before + lines, arguments[3], () -> {});
      }
    }
    await("received", before + lines, arguments[3], () -> {});
    registry.close();
    // The transport's threads end only some time after.
    System.exit(0);
  }

  private void send(String op, String name, double value, Tags tags) {
    switch (op) {
      case "time" -> registry.timer(name, tags).record(Duration.ofNanos((long) (value * 1e6)));
      case "count" -> registry.counter(name, tags).increment(value);
      case "gauge" -> registry.gauge(name, tags, gauge).set((long) value);
      case "histogram" -> registry.summary(name, tags).record(value);
      default -> throw new IllegalArgumentException("no such operation: " + op);
    }
  }

  /** Gives the registry samples until the collector, which has no use for them, skips one. */
  private static void awaitConnection(StatsdMeterRegistry registry, String adminPort)
      throws Exception {
    long skipped = figure("skipped", adminPort);
    await("skipped", skipped + 1, adminPort, () -> registry.counter("warmup").increment());
  }

  private static void await(String figure, long wanted, String adminPort, Runnable attempt)
      throws Exception {
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (figure(figure, adminPort) < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not all came: " + figure + " never was " + wanted);
      }
      attempt.run();
      LockSupport.parkNanos(ATTEMPT_NANOS);
    }
  }

  /** A figure of the collector's ledger. */
  private static long figure(String name, String adminPort) throws Exception {
    URI status = URI.create("http://127.0.0.1:" + adminPort + "/api/v1/status");
    String text =
        HTTP.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString()).body();
    Matcher figure = Pattern.compile("\"" + name + "\" : (\\d+)").matcher(text);
    if (!figure.find()) {
      throw new IOException("no " + name + " in: " + text);
    }
    return Long.parseLong(figure.group(1));
  }

  private record Config(StatsdFlavor flavor, String portText) implements StatsdConfig {
    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public int port() {
      return Integer.parseInt(portText);
    }

    @Override
    public boolean buffered() {
      return false;
    }

    @Override
    public Duration pollingFrequency() {
      return Duration.ofMillis(100);
    }

    /** So that a gauge is sent once, however often it is polled. */
    @Override
    public boolean publishUnchangedMeters() {
      return false;
    }
  }
}
