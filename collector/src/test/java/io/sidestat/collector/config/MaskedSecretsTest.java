package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes are printed and logged, and what is mistaken may hold a secret. */
class MaskedSecretsTest {
  @TempDir Path directory = Path.of("");

  private String mistakes(Optional<Path> file, Map<String, String> flags) {
    ConfigSources sources =
        new ConfigSources(file, Optional.empty(), Map.of("HOME", "/home/kim"), flags);
    return String.valueOf(
        assertThrows(ConfigException.class, () -> ConfigLoader.load(sources)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@host:1, http://***@host:1",
    "http://user:sec/ret@host:1, http://***@host:1",
    "http://user:sec ret@host:1, http://***@host:1",
    "http://user:sec@ret@host:1, http://***@host:1",
    "user:secret@host, ***@host",
    "https://host/?token=secret, https://host/?***",
    "https://u:p@host/?token=secret, https://***@host/?***",
    "https://host/?token=secret@x, https://***@x"
  })
  void endpoint_withASecretInIt_isShownWithout(String endpoint, String shown) {
    String message = mistakes(Optional.empty(), Map.of("publish.endpoint", endpoint));

    assertTrue(
        message.startsWith("flag --publish-endpoint: found \"" + shown + "\", allowed: "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_SECRET_ACCESS_KEY=secret",
        "PUBLISH=true\nAWS_SECRET_ACCESS_KEY=secret\nexport A=b\n",
        "secret",
        "- secret"
      })
  void envFile_givenAsTheYamlFile_isNotShown(String text) throws IOException {
    Path file = Files.writeString(directory.resolve(".env"), text);

    String message = mistakes(Optional.of(file), Map.of());

    assertFalse(message.contains("secret"), message);
  }

  @Test
  void envFile_givenAsTheYamlFile_isSentToItsOption() throws IOException {
    Path file = Files.writeString(directory.resolve(".env"), "A=b\nC=d");

    assertEquals(
        file
            + ":1: found a text, allowed: keys and values; a file of NAME=value lines goes to"
            + " --env-file\n1 mistake in the configuration",
        mistakes(Optional.of(file), Map.of()));
  }
}
