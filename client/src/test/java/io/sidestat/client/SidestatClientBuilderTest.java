package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SidestatClientBuilderTest {

  @Test
  void settings_emptyEnvironment_haveTheDefaults() {
    ClientSettings settings = builder(Map.of()).settings();

    assertEquals("127.0.0.1", settings.host);
    assertEquals(8125, settings.port);
    assertEquals(1432, settings.datagramBytesMax);
    assertEquals(512, settings.buffersMax);
    assertEquals(Duration.ofMillis(100), settings.linger);
    assertEquals(List.of(), settings.problems);
  }

  @Test
  void settings_environmentNamesTheCollector_useIt() {
    ClientSettings settings =
        builder(Map.of("STATSD_HOST", " collector ", "STATSD_PORT", " 9125 ")).settings();

    assertEquals("collector", settings.host);
    assertEquals(9125, settings.port);
  }

  @Test
  void settings_setInCode_winOverTheEnvironment() {
    ClientSettings settings =
        builder(Map.of("STATSD_HOST", "collector", "STATSD_PORT", "nonsense"))
            .host("other")
            .port(1)
            .settings();

    assertEquals("other", settings.host);
    assertEquals(1, settings.port);
    assertEquals(List.of(), settings.problems);
  }

  @Test
  void build_malformedPort_usesTheDefaultAndTellsTheHandler() throws InterruptedException {
    for (String malformed : List.of("81x5", "0", "65536", "99999999999")) {
      BlockingQueue<Exception> reports = new LinkedBlockingQueue<>();
      SidestatClientBuilder builder =
          builder(Map.of("STATSD_PORT", malformed)).errorHandler(reports::add);

      assertEquals(8125, builder.settings().port);
      try (SidestatClient client = builder.build(new MemorySink())) {
        assertEquals(
            "STATSD_PORT in the environment is not a port: found="
                + malformed
                + ", expected=1 to 65535; using 8125. Correct the variable, or set the port in"
                + " code.",
            next(reports).getMessage(),
            client::toString);
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Callers whose compiler does not check for null pass it.
  void build_settingsOutOfRange_usesDefaultsAndTellsTheHandler() throws InterruptedException {
    BlockingQueue<Exception> reports = new LinkedBlockingQueue<>();
    SidestatClientBuilder builder =
        builder(Map.of())
            .port(70_000)
            .datagramBytesMax(63)
            .buffersMax(7)
            .linger(Duration.ofMillis(-1))
            .tag(null, "v")
            .errorHandler(null)
            .errorHandler(reports::add);

    assertEquals(8125, builder.settings().port);
    assertEquals(1432, builder.settings().datagramBytesMax);
    assertEquals(512, builder.settings().buffersMax);
    assertEquals(Duration.ofMillis(100), builder.settings().linger);
    try (SidestatClient client = builder.build(new MemorySink())) {
      for (String setting : List.of("port", "datagramBytesMax", "buffersMax", "linger")) {
        String message = next(reports).getMessage();
        assertTrue(message.startsWith(setting + " is out of range: "), message);
      }
      assertEquals(
          "a constant tag was left out: key=null, value=v",
          next(reports).getMessage(),
          client::toString);
    }
  }

  @Test
  void environment_isReadWhenBuilding_notBefore() {
    SidestatClientBuilder builder =
        new SidestatClientBuilder(
            name -> {
              throw new IllegalStateException(name);
            });

    assertThrows(IllegalStateException.class, builder::settings);
    assertEquals("h", builder.host("h").port(5).settings().host);
  }

  private static SidestatClientBuilder builder(Map<String, String> environment) {
    return new SidestatClientBuilder(environment::get);
  }

  private static Exception next(BlockingQueue<Exception> reports) throws InterruptedException {
    Exception report = reports.poll(10, TimeUnit.SECONDS);
    if (report == null) {
      throw new AssertionError("waited 10 s in vain for a report");
    }
    return report;
  }
}
