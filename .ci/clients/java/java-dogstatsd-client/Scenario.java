import com.timgroup.statsd.DirectStatsDClient;
import com.timgroup.statsd.Event;
import com.timgroup.statsd.NonBlockingStatsDClient;
import com.timgroup.statsd.NonBlockingStatsDClientBuilder;
import com.timgroup.statsd.ServiceCheck;
import com.timgroup.statsd.TagsCardinality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** What DataDog's client can send. */
final class Scenario {
  /** Enough tosses of the client's coin for one to fall the right way. */
  private static final int TOSSES = 64;

  private static final long TIME_EPOCH_SECONDS = 1_656_581_400;

  private static final int TELEMETRY_MILLIS = 50;
  private static final long TELEMETRY_NANOS_MAX = 20_000_000_000L;

  /** Where the receiver writes what it received. */
  private static final Path RECEIVED = Path.of(System.getenv("CAPTURE_RECEIVED"));

  private final int port;

  private Scenario(int port) {
    this.port = port;
  }

  public static void main(String[] arguments) throws IOException {
    Scenario scenario = new Scenario(Integer.parseInt(arguments[0]));
    scenario.samples();
    scenario.eventsAndChecks();
    scenario.origin();
    scenario.aggregated();
    scenario.telemetry();
  }

  private NonBlockingStatsDClientBuilder builder() {
    return new NonBlockingStatsDClientBuilder()
        .hostname("127.0.0.1")
        .port(port)
        .blocking(true)
        .enableAggregation(false)
        .enableTelemetry(false)
        .originDetectionEnabled(false);
  }

  private void samples() {
    DirectStatsDClient client = builder().prefix("shop.api").buildDirectStatsDClient();
    client.recordExecutionTime("time", 12);
    client.recordExecutionTime("time", 3_600_000, "endpoint:/orders");
    client.increment("hits");
    client.decrement("hits");
    client.count("hits", 5, "endpoint:/orders", "status:2xx");
    client.count("hits", 2.5);
    client.gauge("queue", 333);
    client.gauge("queue", 0.25);
    client.gauge("queue", -3);
    client.gauge("queue", -0.5);
    client.recordSetValue("users", "user-42");
    client.recordSetValue("users", "fe80::1", "endpoint:/orders");
    client.histogram("size", 0.001);
    client.histogram("size", 1e-7);
    client.histogram("size", 123_456_789.125);
    client.histogram("size", -2);
    client.distribution("latency", 12);
    client.distribution("latency", 12.5, "endpoint:/orders");
    client.recordDistributionValues("latency", new long[] {1, 2, 3}, 1, "endpoint:/orders");
    client.recordDistributionValues("latency", new double[] {0.5, 1e9, -1}, 1);
    for (int i = 0; i < TOSSES; i++) {
      client.count("sampled.hits", 5, 0.5);
      client.recordExecutionTime("sampled.time", 12, 0.5, "endpoint:/orders");
      client.recordDistributionValues("sampled.latency", new long[] {1, 2, 3}, 0.5);
    }
    client.count("tags", 1, "bare");
    client.count("tags", 1, "url:http://x:80/?q=1");
    client.count("tags", 1, "odd:a|b");
    client.count("tags", 1, "odd:a,b");
    client.count("tags", 1, "odd:#a @b=c;d [e]", "none");
    client.count("tags", 1, "größe:ü");
    client.count("tags", 1, "empty:");
    client.count("tags", 1, "");
    client.countWithTimestamp("hits", 5, TIME_EPOCH_SECONDS, "endpoint:/orders");
    client.gaugeWithTimestamp("queue", 333, TIME_EPOCH_SECONDS);
    client.close();
  }

  private void eventsAndChecks() {
    NonBlockingStatsDClient client = builder().constantTags("env:prod").build();
    client.recordEvent(
        Event.builder()
            .withTitle("deployed")
            .withText("version 1.2 | by hand")
            .withDate(TIME_EPOCH_SECONDS * 1000)
            .withHostname("web-1")
            .withPriority(Event.Priority.LOW)
            .withAlertType(Event.AlertType.WARNING)
            .build(),
        "service:shop");
    client.serviceCheck(
        ServiceCheck.builder()
            .withName("shop.up")
            .withStatus(ServiceCheck.Status.CRITICAL)
            .withHostname("web-1")
            .withMessage("no answer")
            .withTimestamp((int) TIME_EPOCH_SECONDS)
            .withTags(new String[] {"service:shop"})
            .build());
    client.close();
  }

  private void origin() {
    NonBlockingStatsDClient client =
        builder()
            .constantTags("env:prod")
            .entityID("pod-7")
            .containerID("0123abcd")
            .tagsCardinality(TagsCardinality.LOW)
            .build();
    client.count("origin.hits", 1);
    client.recordExecutionTime("origin.time", 12, "endpoint:/orders");
    client.gaugeWithTimestamp("origin.queue", 333, TIME_EPOCH_SECONDS, "endpoint:/orders");
    client.close();
  }

  private void aggregated() {
    NonBlockingStatsDClient client = builder().enableAggregation(true).build();
    client.count("aggregated.hits", 5, "endpoint:/orders");
    client.count("aggregated.hits", 7, "endpoint:/orders");
    client.gauge("aggregated.queue", 1);
    client.gauge("aggregated.queue", 2);
    client.recordSetValue("aggregated.users", "user-42");
    client.recordSetValue("aggregated.users", "user-42");
    client.close();
  }

  /** What the client says of itself every so often, which it does not when it is closed. */
  private void telemetry() throws IOException {
    NonBlockingStatsDClient client =
        builder().enableTelemetry(true).telemetryFlushInterval(TELEMETRY_MILLIS).build();
    client.count("telemetry.hits", 1);
    long deadline = System.nanoTime() + TELEMETRY_NANOS_MAX;
    while (!Files.readString(RECEIVED).contains("aggregated_context_by_type")) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no telemetry came");
      }
      LockSupport.parkNanos(TELEMETRY_MILLIS * 1_000_000L);
    }
    client.close();
  }
}
