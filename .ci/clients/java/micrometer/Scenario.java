import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What Micrometer's registry sends in each of its flavours, a line a datagram. */
final class Scenario {
  private static final long CONNECT_NANOS_MAX = Duration.ofSeconds(20).toNanos();
  private static final long ATTEMPT_NANOS = Duration.ofMillis(20).toNanos();

  /** Values of a tag, each with marks of some dialect in it. */
  private static final List<String> ODD_VALUES =
      List.of("http://x:80/?q=1", "a|b", "a,b=c", "a#b", "a;b=c", "a [b] @c", "größe", "");

  /** Where the receiver writes what it received. */
  private static final Path RECEIVED = Path.of(System.getenv("CAPTURE_RECEIVED"));

  public static void main(String[] arguments) throws IOException {
    for (StatsdFlavor flavor : StatsdFlavor.values()) {
      StatsdMeterRegistry registry =
          new StatsdMeterRegistry(new Config(flavor, arguments[0]), Clock.SYSTEM);
      awaitConnection(registry, "warmup" + flavor.name().toLowerCase(Locale.ROOT));
      send(registry, flavor.name().toLowerCase(Locale.ROOT));
      registry.close();
    }
    // The transport's threads end only some time after.
    System.exit(0);
  }

  /** The registry drops what it is given before it is connected: gives it lines until one comes. */
  private static void awaitConnection(StatsdMeterRegistry registry, String name)
      throws IOException {
    long deadline = System.nanoTime() + CONNECT_NANOS_MAX;
    while (!Files.readString(RECEIVED).contains(name)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("never connected: " + name);
      }
      registry.counter(name).increment();
      LockSupport.parkNanos(ATTEMPT_NANOS);
    }
  }

  private static void send(StatsdMeterRegistry registry, String flavor) {
    Timer timer = Timer.builder("http.time").tag("flavor", flavor).register(registry);
    timer.record(Duration.ofMillis(12));
    timer.record(Duration.ofNanos(250_300));
    timer.record(Duration.ZERO);
    timer.record(Duration.ofHours(1));
    Timer.builder("plain.time").register(registry).record(Duration.ofMillis(12));

    Counter hits =
        Counter.builder("http.hits")
            .tag("flavor", flavor)
            .tag("status", "2xx")
            .baseUnit("requests")
            .register(registry);
    hits.increment();
    hits.increment(5);

    DistributionSummary size =
        DistributionSummary.builder("body.size").tag("flavor", flavor).register(registry);
    size.record(1024);
    size.record(0.5);
    DistributionSummary.builder("published.size")
        .tag("flavor", flavor)
        .publishPercentileHistogram()
        .serviceLevelObjectives(100)
        .register(registry)
        .record(50);

    for (String odd : ODD_VALUES) {
      Counter.builder("odd.tags").tag("value", odd).register(registry).increment();
    }
    Counter.builder("odd:name").register(registry).increment();
    Counter.builder("odd|name").register(registry).increment();
    Counter.builder("odd,name#a b").register(registry).increment();

    // Those that a poll reads; closing the registry polls once more.
    Gauge.builder("queue.length", () -> 333).tag("flavor", flavor).register(registry);
    Gauge.builder("queue.change", () -> -2.5).tag("flavor", flavor).register(registry);
    FunctionCounter.builder("jobs.done", registry, any -> 7)
        .tag("flavor", flavor)
        .register(registry);
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

    /** Later than this program ends. */
    @Override
    public Duration pollingFrequency() {
      return Duration.ofHours(1);
    }
  }
}
