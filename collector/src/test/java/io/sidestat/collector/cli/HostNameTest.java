package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  private static final Map<String, String> NAMED = Map.of("HOSTNAME", "web-2");

  @TempDir Path directory = Path.of("");

  private Path kernel(String text) throws IOException {
    return Files.writeString(directory.resolve("hostname"), text);
  }

  @Test
  void find_kernelNamesTheHost_isThatInOneSpelling() throws IOException {
    assertEquals(Optional.of("ip-10-0-0-1"), HostName.find(kernel("IP-10-0-0-1\n"), NAMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost\n", "(none)\n", "localhost.localdomain\n", "\n", ""})
  void find_kernelNamesNoHost_isTheEnvironments(String text) throws IOException {
    assertEquals(Optional.of("web-2"), HostName.find(kernel(text), NAMED));
  }

  @Test
  void find_noLinux_isTheEnvironments() {
    Path missing = directory.resolve("missing");

    assertEquals(Optional.of("web-2"), HostName.find(missing, NAMED));
    assertEquals(Optional.of("desk"), HostName.find(missing, Map.of("COMPUTERNAME", "DESK")));
  }

  @Test
  void find_nothingNamesTheHost_isEmpty() {
    assertEquals(
        Optional.empty(),
        HostName.find(directory.resolve("missing"), Map.of("HOSTNAME", "localhost")));
  }
}
