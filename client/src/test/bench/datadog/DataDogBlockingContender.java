import com.timgroup.statsd.NonBlockingStatsDClientBuilder;
import com.timgroup.statsd.StatsDClient;
import io.sidestat.client.bench.Contender;

/** java-dogstatsd-client, blocking. */
public final class DataDogBlockingContender implements Contender {
  private static final String[] TAGS = {"Endpoint:/api/x", "Zone:a", "Tier:web"};
  private final StatsDClient client;

  public DataDogBlockingContender(int port) {
    client =
        new NonBlockingStatsDClientBuilder()
            .hostname("127.0.0.1")
            .port(port)
            .maxPacketSizeBytes(1432)
            .enableTelemetry(false)
            .enableAggregation(false).blocking(true)
            .build();
  }

  @Override
  public void record(long nanos) {
    client.recordExecutionTime("ResponseTime", nanos / 1_000_000, TAGS);
  }

  @Override
  public void close() {
    client.close();
  }
}
