import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import io.sidestat.client.bench.Contender;
import java.util.concurrent.TimeUnit;

/** micrometer-registry-statsd, DataDog flavour. */
public final class MicrometerContender implements Contender {
  private final StatsdMeterRegistry registry;
  private final Timer timer;

  public MicrometerContender(int port) {
    registry =
        new StatsdMeterRegistry(
            new StatsdConfig() {
              @Override
              public String get(String key) {
                return null;
              }

              @Override
              public StatsdFlavor flavor() {
                return StatsdFlavor.DATADOG;
              }

              @Override
              public int port() {
                return port;
              }

              @Override
              public String host() {
                return "127.0.0.1";
              }
            },
            Clock.SYSTEM);
    timer =
        Timer.builder("ResponseTime").tags("Endpoint", "/api/x", "Zone", "a", "Tier", "web").register(registry);
  }

  @Override
  public void record(long nanos) {
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    registry.close();
  }
}
