package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values themselves: their text forms, and the limits their constructors hold. */
class ValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8125",
        "[::1]:8125",
        "localhost:0",
        "0.0.0.0:65535",
        "a-b.example:1",
        "[fe80::1%eth0]:9"
      })
  void hostPort_validText_writesItselfBack(String text) {
    assertEquals(text, HostPort.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "8125", ":8125", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1",
        "localhost: 1", "::1:8125", "[::1]", "[::1]8125", "[localhost]:1", "[]:1", "256.0.0.1:1",
        "1.2.3:1", "1.2.3.4.5:1", "a b:1", "http://x:1", "[:]:1", "x:99999999999"
      })
  void hostPort_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }

  @Test
  void hostPort_loopback_isToldFromTheText() {
    assertTrue(HostPort.parse("127.8.8.8:1").isLoopback());
    assertTrue(HostPort.parse("LOCALHOST:1").isLoopback());
    assertTrue(HostPort.parse("[::1]:1").isLoopback());
    assertFalse(HostPort.parse("127.evil.example:1").isLoopback());
    assertFalse(HostPort.parse("[::]:1").isLoopback());
  }

  @ParameterizedTest
  @CsvSource({"60s,60", "1m,60", "90m,5400", "24h,86400", "7d,604800"})
  void duration_text_isRead(String text, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-1s", "1.5h", "1h30m", "60 s", "1w", "9999999999s"})
  void duration_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"16MiB,16777216", "2GiB,2147483648", "1TiB,1099511627776", "1025KiB,1049600"})
  void size_text_isReadAndWrittenBack(String text, long bytes) {
    assertEquals(bytes, SizeText.parse(text));
    assertEquals(text, SizeText.write(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "2GB", "2gib", "GiB", "-1GiB", "1.5GiB", "9999999999KiB"})
  void size_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SizeText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"0.1%,0.001", "0.5%,0.005", "1%,0.01", "5%,0.05"})
  void accuracy_percent_isReadAndWrittenBack(String text, double relativeError) {
    assertEquals(relativeError, Accuracy.parse(text).relativeError());
    assertEquals(text, Accuracy.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.005", "0.09%", "5.01%", "-1%", "%", "1,5%", "NaN%"})
  void accuracy_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Accuracy.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "YES,true", "on,true", "True,true", "0,false", "No,false", "OFF,false"})
  void switch_word_isRead(String text, boolean expected) {
    assertEquals(expected, SwitchText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x",
        "monitoring.example",
        "http:x",
        "http://",
        "http://u:p@x",
        "http://x?q",
        "http://x#f",
        "http://a b"
      })
  void endpoint_otherText_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> PublishConfig.parseEndpoint(text));
  }

  @Test
  void limits_atTheirEdges_areHeld() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new PublishConfig(true, Optional.empty(), Duration.ofSeconds(61)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PublishConfig(true, Optional.empty(), Duration.ofMillis(-1)));
    assertEquals(
        Duration.ofSeconds(60),
        new PublishConfig(true, Optional.empty(), Duration.ofSeconds(60)).spread());
    assertThrows(IllegalArgumentException.class, () -> new SeriesConfig(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SeriesConfig(1_000_001, 1));
    assertThrows(IllegalArgumentException.class, () -> new SeriesConfig(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new SeriesConfig(1, 1_000_001));
    assertThrows(IllegalArgumentException.class, () -> new Accuracy(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> journal(Duration.ofSeconds(59), 1L << 30));
    assertThrows(
        IllegalArgumentException.class,
        () -> journal(Duration.ofDays(14).plusSeconds(1), 1L << 30));
    assertThrows(
        IllegalArgumentException.class, () -> journal(Duration.ofDays(1), (16L << 20) - 1));
    assertThrows(IllegalArgumentException.class, () -> journal(Duration.ofDays(1), (1L << 40) + 1));
    assertEquals(16L << 20, journal(Duration.ofDays(14), 16L << 20).bytesMax());
  }

  @Test
  void collectorConfig_dimensionsWithoutEnvironment_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> config("Shop", Map.of("Team", "ai")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AWS/X", ":a", "a b", "é"})
  void collectorConfig_namespaceCloudWatchRefuses_isRefused(String namespace) {
    assertThrows(
        IllegalArgumentException.class, () -> config(namespace, Map.of("Environment", "x")));
  }

  @Test
  void collectorConfig_longestNamespace_isTaken() {
    String longest = "n".repeat(255);
    assertEquals(longest, config(longest, Map.of("Environment", "x")).namespace());
    assertThrows(
        IllegalArgumentException.class, () -> config(longest + "n", Map.of("Environment", "x")));
  }

  @Test
  void rollups_moreThanTheLimit_areRefused() {
    List<List<String>> sets = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      sets.add(List.of("D" + i));
    }
    assertEquals(32, Rollups.check(sets).size());
    sets.add(List.of("D32"));
    assertThrows(IllegalArgumentException.class, () -> Rollups.check(sets));
  }

  @Test
  void udp_severalAddresses_areReadAndWritten() {
    assertEquals(
        List.of(new HostPort("127.0.0.1", 8125), new HostPort("::1", 8125)),
        ListenSettings.UDP.parse("127.0.0.1:8125, [::1]:8125"));
    assertEquals(List.of(), ListenSettings.UDP.parse("none"));
    assertThrows(IllegalArgumentException.class, () -> ListenSettings.UDP.parse(""));
    assertThrows(
        IllegalArgumentException.class, () -> ListenSettings.UDP.parse("127.0.0.1:1,127.0.0.1:1"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ListenSettings.UDP.parse("127.0.0.1:0" + ",127.0.0.1:0".repeat(16)));
  }

  @Test
  void unixMode_octalDigits_arePermissions() {
    assertEquals(
        PosixFilePermissions.fromString("rw-rw----"), SocketMode.parse("660").permissions());
    assertEquals(
        PosixFilePermissions.fromString("rwx-w--w-"), SocketMode.parse("0722").permissions());
    assertEquals("0722", SocketMode.parse("722").toString());
    for (String refused : List.of("", "66", "0888", "01777", "0066", "rw-rw----")) {
      assertThrows(IllegalArgumentException.class, () -> SocketMode.parse(refused), refused);
    }
  }

  @Test
  void unixOwner_userAndGroup_eitherOrBoth() {
    assertEquals("sidestat:adm", SocketOwner.parse("sidestat:adm").toString());
    assertEquals(Optional.of("adm"), SocketOwner.parse(":adm").group());
    assertEquals(Optional.empty(), SocketOwner.parse(":adm").user());
    assertEquals("none", SocketOwner.parse("none").toString());
    for (String refused : List.of("", ":", "a:", "a b", "a:b:c")) {
      assertThrows(IllegalArgumentException.class, () -> SocketOwner.parse(refused), refused);
    }
  }

  @Test
  void unix_pathTooLongForASocket_isRefused() {
    assertEquals(Optional.of(Path.of("/run/s.sock")), ListenSettings.UNIX.parse("/run/s.sock"));
    assertThrows(
        IllegalArgumentException.class, () -> ListenSettings.UNIX.parse("/" + "x".repeat(90)));
    assertThrows(IllegalArgumentException.class, () -> ListenSettings.UNIX.parse("/"));
    assertThrows(IllegalArgumentException.class, () -> ListenSettings.UNIX.parse(""));
  }

  private static JournalConfig journal(Duration retention, long bytesMax) {
    return new JournalConfig(
        Path.of("journal.db"), retention, bytesMax, Duration.ofSeconds(10), 64L << 20);
  }

  private static CollectorConfig config(String namespace, Map<String, String> dimensions) {
    HostPort address = HostPort.parse("127.0.0.1:0");
    return new CollectorConfig(
        namespace,
        Duration.ofSeconds(60),
        new ListenConfig(
            List.of(address),
            Optional.empty(),
            Duration.ofMinutes(10),
            SourceNetworks.ALL,
            Optional.empty(),
            SocketMode.parse("0666"),
            SocketOwner.parse("none"),
            8 << 20),
        new ProtocolConfig(Set.of(), true),
        journal(Duration.ofDays(1), 1L << 30),
        new AdminConfig(address, Optional.empty()),
        new Accuracy(0.005),
        dimensions,
        new Ec2Config(List.of(), URI.create("http://127.0.0.1"), false),
        List.of(),
        true,
        List.of(),
        new SeriesConfig(1, 1),
        new PublishConfig(false, Optional.of(URI.create("http://127.0.0.1:4566")), Duration.ZERO),
        SelfMetricsMode.ON,
        new PricesConfig(MetricPrices.parse("0.02"), 0.01),
        Duration.ofSeconds(10),
        LogLevel.INFO);
  }
}
