package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The setting {@code listen.allow}: how it is written, and what is warned of. */
class AllowSettingTest {
  @TempDir Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));
  private final Map<String, String> flags = new HashMap<>();
  private Optional<Path> file = Optional.empty();

  @Test
  void load_allowedNetworksOfAFile_mayBeAListOrOneLine() throws Exception {
    assertEquals("all from default", shown());
    file("listen:\n  allow: [10.0.0.0/8, '::1', fd00::/8]\n");
    assertEquals("10.0.0.0/8,::1/128,fd00::/8 from sidestat.yaml:2", shown());
    file("listen.allow:\n  - 10.0.0.0/8\n  - ::1\n");
    assertEquals("10.0.0.0/8,::1/128 from sidestat.yaml:1", shown());
    file("listen.allow: ::1, 127.0.0.0/8\n");
    assertEquals("::1/128,127.0.0.0/8 from sidestat.yaml:1", shown());
    environment.put("SIDESTAT_LISTEN_ALLOW", "10.0.0.0/8");
    assertEquals("10.0.0.0/8 from environment SIDESTAT_LISTEN_ALLOW", shown());
    flags.put("listen.allow", "all");
    assertEquals("all from flag --listen-allow", shown());
  }

  @Test
  void load_allowedNetworksThatAreNone_areMistakesWithTheirReason() {
    environment.put("SIDESTAT_LISTEN_ALLOW", "127.0.0.0/8,10.0.0.0/33");

    ConfigException e = assertThrows(ConfigException.class, this::load);

    assertEquals(
        List.of(
            "environment SIDESTAT_LISTEN_ALLOW: found \"127.0.0.0/8,10.0.0.0/33\", allowed: "
                + ListenSettings.ALLOW.allowed()
                + " (\"10.0.0.0/33\": the prefix is 0 to 32)"),
        e.mistakes().stream().map(Mistake::toString).toList());
  }

  @Test
  void load_allowedNetworksWithoutLoopback_warn() throws ConfigException {
    String ipv6 =
        "::1 is not in it: apps on this host that send to localhost over IPv6 are not heard;"
            + " add ::1";
    String ipv4 =
        "127.0.0.1 is not in it: apps on this host that send to localhost over IPv4 are not"
            + " heard; add 127.0.0.0/8";
    String both =
        "no loopback network is in it: apps on this host that send to localhost are not heard;"
            + " add 127.0.0.0/8 and ::1";

    assertEquals(List.of(both), loopbackWarnings("10.0.0.0/8"));
    assertEquals(List.of(ipv6), loopbackWarnings("10.0.0.0/8,127.0.0.0/8"));
    assertEquals(List.of(ipv4), loopbackWarnings("10.0.0.0/8,::1"));
    assertEquals(List.of(), loopbackWarnings("127.0.0.1,::1"));
    assertEquals(List.of(), loopbackWarnings("0.0.0.0/0,::/0"));
    assertEquals(List.of(), loopbackWarnings("all"));

    flags.put("listen.udp", "0.0.0.0:8125");
    assertEquals(List.of(both), loopbackWarnings("10.0.0.0/8"));
    assertEquals(List.of(ipv4), loopbackWarnings("10.0.0.0/8,::1"));
    assertEquals(List.of(), loopbackWarnings("10.0.0.0/8,127.0.0.0/8"));
    flags.put("listen.tcp", "[::]:8125");
    assertEquals(List.of(ipv6), loopbackWarnings("10.0.0.0/8,127.0.0.0/8"));

    flags.put("listen.udp", "none");
    flags.put("listen.tcp", "none");
    flags.put("listen.unix", "/run/s.sock");
    assertEquals(List.of(), loopbackWarnings("10.0.0.0/8"));
  }

  /** What is said of loopback at the start too; whoever lists networks is not warned of others. */
  private List<String> loopbackWarnings(String allow) throws ConfigException {
    flags.put("listen.allow", allow);
    return load().warnings().stream()
        .filter(Warning::saidAtStart)
        .filter(warning -> warning.topic() == Warning.Topic.LOOPBACK_REFUSED)
        .map(warning -> warning.text().replace("listen.allow: ", ""))
        .toList();
  }

  @Test
  void load_addressOfTheNetworkWithAllowedNetworks_doesNotWarnOfAnyone() throws ConfigException {
    flags.put("listen.udp", "0.0.0.0:8125");
    flags.put("listen.tcp", "0.0.0.0:8125");
    flags.put("listen.allow", "10.0.0.0/8,127.0.0.0/8");
    flags.put("rollups", "none");

    assertEquals(List.of(), load().warnings());
  }

  private LoadedConfig load() throws ConfigException {
    return ConfigLoader.load(new ConfigSources(file, Optional.empty(), environment, flags));
  }

  private String shown() throws ConfigException {
    Effective effective =
        load().effective().stream()
            .filter(e -> e.key().equals("listen.allow"))
            .findFirst()
            .orElseThrow();
    return effective.value() + " from " + effective.source().replace(directory + "/", "");
  }

  private void file(String text) throws IOException {
    file = Optional.of(Files.writeString(directory.resolve("sidestat.yaml"), text));
  }
}
