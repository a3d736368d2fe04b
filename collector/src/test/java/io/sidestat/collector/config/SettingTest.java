package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of settings, against itself and against docs/configuration.md. */
class SettingTest {
  private static final Path DOC = Path.of("../docs/configuration.md");

  @TempDir Path directory = Path.of("");

  static Stream<Setting<?>> settingsWithFixedDefault() {
    return Settings.ALL.stream().filter(setting -> !setting.equals(JournalSettings.PATH));
  }

  @ParameterizedTest
  @MethodSource("settingsWithFixedDefault")
  void defaultText_readAndWritten_isTheSameText(Setting<?> setting) {
    assertEquals(setting.defaultText(), rewritten(setting));
  }

  @Test
  void names_ofAKey_followFromIt() {
    assertEquals("SIDESTAT_JOURNAL_MAX_SIZE", JournalSettings.MAX_SIZE.environmentName());
    assertEquals("--journal-max-size", JournalSettings.MAX_SIZE.flag());
  }

  @Test
  void documentation_tableOfSettings_isTheOneInCode() throws IOException {
    List<String> documented =
        Files.readAllLines(DOC).stream()
            .filter(line -> line.startsWith("| `") && line.contains("`--"))
            .toList();

    assertEquals(Settings.ALL.stream().map(SettingTest::row).toList(), documented);
  }

  @Test
  void documentation_exampleFiles_canBeUsed() throws Exception {
    Path yaml = Files.writeString(directory.resolve("sidestat.yaml"), example("yaml"));
    Path env = Files.writeString(directory.resolve(".env"), example("sh"));

    LoadedConfig loaded =
        ConfigLoader.load(
            new ConfigSources(Optional.of(yaml), Optional.of(env), Map.of(), Map.of()));

    assertEquals("ReFit/AI", loaded.config().namespace());
    assertEquals("ap-northeast-2", loaded.environment().get("AWS_REGION"));
    assertTrue(loaded.config().publish().enabled());
    assertEquals("production", loaded.config().dimensions().get("Environment"));
  }

  private static <T> String rewritten(Setting<T> setting) {
    return setting.write(setting.parse(setting.defaultText()));
  }

  private static String row(Setting<?> setting) {
    String environment =
        setting.strongerEnvironmentName().map(name -> "`" + name + "`, else ").orElse("")
            + "`"
            + setting.environmentName()
            + "`";
    String fallback =
        setting.defaultText().isEmpty() ? "not set" : "`" + setting.defaultText() + "`";
    return "| "
        + String.join(
            " | ",
            "`" + setting.key() + "`",
            environment,
            "`" + setting.flag() + "`",
            fallback,
            setting.allowed(),
            setting.meaning())
        + " |";
  }

  /** The first block of a language in the documentation. */
  private static String example(String language) throws IOException {
    String text = Files.readString(DOC);
    String fence = "```" + language + "\n";
    int start = text.indexOf(fence) + fence.length();
    assertTrue(start >= fence.length(), "no example in " + language);
    return text.substring(start, text.indexOf("```", start));
  }
}
