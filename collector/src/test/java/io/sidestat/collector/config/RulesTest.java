package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that can be used; those that cannot stand in the broken files. */
class RulesTest {
  @TempDir Path directory = Path.of("");

  @Test
  void load_noRules_areNone() throws Exception {
    assertEquals(List.of(), config("namespace: Shop\n").rules());
    assertTrue(config("namespace: Shop\n").publishOriginal());
  }

  @Test
  void load_everyKey_isInTheRule() throws Exception {
    Rule rule =
        rule(
            """
            match: api.*.**
            type: [timer, C]
            tags: {env: prod*, cached: true}
            namespace: Team/$1
            name: a${1}b$2c$$$0
            unit: KILOBYTES
            sent_in: kibibytes
            resolution: high
            dimensions: {Endpoint: "$1", Fixed: x}
            rename: {endpoint: Endpoint}
            keep: [a, "b*"]
            """);

    assertEquals(1, rule.number());
    assertEquals(directory.resolve("sidestat.yaml") + ":2", rule.where());
    assertEquals(
        List.of(
            new Glob.Literal("api."),
            Glob.Wildcard.WITHIN_PART,
            new Glob.Literal("."),
            Glob.Wildcard.ANY),
        rule.condition().name().pieces());
    assertEquals(Set.of(SampleType.TIMING, SampleType.COUNTER), rule.condition().types());
    assertEquals(List.of(new Glob.Literal("prod"), Glob.Wildcard.ANY), tag(rule, "env").pieces());
    assertEquals("true", tag(rule, "cached").text());
    List<String> captured = List.of("api.x.y.z", "x", "y.z");
    assertEquals("Team/x", rule.metric().namespace().orElseThrow().fill(captured));
    assertEquals("axby.zc$api.x.y.z", rule.metric().name().orElseThrow().fill(captured));
    assertEquals(Optional.of(Unit.KILOBYTES), rule.metric().unit());
    assertEquals(Optional.of(SentUnit.KIBIBYTES), rule.metric().sentIn());
    assertEquals(Resolution.HIGH, rule.metric().resolution());
    assertEquals(Set.of("Endpoint", "Fixed"), rule.dimensions().added().keySet());
    assertEquals(Map.of("endpoint", "Endpoint"), rule.dimensions().renamed());
    assertTrue(rule.dimensions().keepsMatching());
    assertEquals(2, rule.dimensions().tagNames().size());
    assertFalse(rule.drop());
  }

  @Test
  void load_matchAlone_leavesEverythingAsItIs() throws Exception {
    Rule rule = rule("match: a\n");

    assertEquals(RuleMetric.AS_IT_IS, rule.metric());
    assertEquals(RuleDimensions.AS_SENT, rule.dimensions());
    assertEquals(Set.of(SampleType.values()), rule.condition().types());
  }

  @Test
  void load_scaleAndRemove_areInTheRule() throws Exception {
    Rule rule = rule("match: a\nscale: 1e-3\nremove: pod\nresolution: 60\n");

    assertEquals(Optional.of(new BigDecimal("0.001")), rule.metric().scale());
    assertEquals(Resolution.STANDARD, rule.metric().resolution());
    assertFalse(rule.dimensions().keepsMatching());
    assertEquals("pod", rule.dimensions().tagNames().get(0).text());
  }

  @ParameterizedTest
  @CsvSource({
    "timer, TIMING", "ms, TIMING", "histogram, HISTOGRAM", "h, HISTOGRAM",
    "distribution, DISTRIBUTION", "d, DISTRIBUTION", "counter, COUNTER", "c, COUNTER",
    "gauge, GAUGE", "g, GAUGE", "set, SET", "s, SET"
  })
  void load_typesNameAndCode_areTheType(String text, SampleType type) throws Exception {
    assertEquals(Set.of(type), rule("match: a\ntype: " + text + "\n").condition().types());
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void load_unitInAnyCase_isCloudWatchs(Unit unit) throws Exception {
    String lower = unit.label().toLowerCase(Locale.ROOT);

    assertEquals(Optional.of(unit), rule("match: a\nunit: " + lower + "\n").metric().unit());
  }

  @Test
  void load_dotInATagsPattern_isNoBoundary() throws Exception {
    Rule rule = rule("match: a\ntags: {host: a*z, \"x.y\": \"{id}?\"}\n");

    assertEquals(Glob.Wildcard.ANY, tag(rule, "host").pieces().get(1));
    assertEquals(List.of(new Glob.Literal("{id}?")), tag(rule, "x.y").pieces());
  }

  @Test
  void load_underscoresInKeys_areDashesButNotInNames() throws Exception {
    CollectorConfig config =
        config(
            """
            publish_original: false
            journal: {max_size: 1GiB}
            dimensions: {my_team: a_b}
            rollups: [[Endpoint], [Endpoint, status_code], []]
            """);

    assertFalse(config.publishOriginal());
    assertEquals(1L << 30, config.journal().bytesMax());
    assertEquals("a_b", config.dimensions().get("my_team"));
    assertEquals(
        List.of(List.of("Endpoint"), List.of("Endpoint", "status_code"), List.of()),
        config.rollups());
  }

  @Test
  void load_twoTagsRenamedToOneName_areAMistake() throws Exception {
    assertEquals(
        List.of("sidestat.yaml:1: rule 1: rename: \"c\" becomes \"b\", as another tag does"),
        mistakes("rules: [{match: t, rename: {a: b, c: b}}]\n"));
  }

  @Test
  void load_rollupsNone_areNone() throws Exception {
    assertEquals(List.of(), config("rollups: none\n").rollups());
  }

  @Test
  void load_thousandRules_areTakenAndOneMoreIsNot() throws Exception {
    String rules = "rules:\n" + "  - match: a\n".repeat(1000);

    assertEquals(1000, config(rules).rules().size());
    assertEquals(
        List.of("sidestat.yaml:1: rules: found 1001 rules, allowed: at most 1000"),
        mistakes(rules + "  - match: a\n"));
  }

  @Test
  void load_dimensionsPastThirtyWithTheDefaults_areAMistake() throws Exception {
    StringBuilder yaml = new StringBuilder("rules:\n  - match: a\n    dimensions:\n");
    for (int i = 0; i < 29; i++) {
      yaml.append("      D").append(i).append(": x\n");
    }
    assertEquals(29, config(yaml.toString()).rules().get(0).dimensions().added().size());
    yaml.append("      D29: x\n");
    assertEquals(
        List.of(
            "sidestat.yaml:2: rule 1: dimensions: with the default dimensions there are 31,"
                + " allowed: at most 30"),
        mistakes(yaml.toString()));
    yaml.append("      D30: x\n");
    assertEquals(
        List.of("sidestat.yaml:3: rule 1: dimensions: found 31, allowed: at most 30"),
        mistakes(yaml.toString()));
  }

  @Test
  void load_namesAtTheirLimits_areTakenAndOneMoreIsNot() throws Exception {
    assertTrue(rule("match: a\nname: " + "n".repeat(255) + "\n").metric().name().isPresent());
    assertEquals(1, mistakes("rules: [{match: a, name: " + "n".repeat(256) + "}]\n").size());
    assertEquals(
        1024, rule("match: " + "n".repeat(1024) + "\n").condition().name().text().length());
    assertEquals(1, mistakes("rules: [{match: " + "n".repeat(1025) + "}]\n").size());
    assertEquals(
        1, mistakes("rules: [{match: a, dimensions: {D: " + "n".repeat(1025) + "}}]\n").size());
  }

  private static Glob tag(Rule rule, String name) {
    return Objects.requireNonNull(rule.condition().tags().get(name));
  }

  private Rule rule(String body) throws IOException, ConfigException {
    return config("rules:\n  - " + body.strip().replace("\n", "\n    ") + "\n").rules().get(0);
  }

  private CollectorConfig config(String yaml) throws IOException, ConfigException {
    return load(yaml).config();
  }

  private List<String> mistakes(String yaml) {
    ConfigException e = assertThrows(ConfigException.class, () -> load(yaml));
    return e.mistakes().stream()
        .map(mistake -> mistake.toString().replace(directory + "/", ""))
        .toList();
  }

  private LoadedConfig load(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), yaml);
    return ConfigLoader.load(
        new ConfigSources(
            Optional.of(file), Optional.empty(), Map.of("HOME", "/home/kim"), Map.of()));
  }
}
