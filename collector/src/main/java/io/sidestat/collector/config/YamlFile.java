package io.sidestat.collector.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the settings of a YAML file. Keys may be nested or dotted ({@code listen: {udp: ...}} and
 * {@code listen.udp: ...} are one), with {@code _} for {@code -}, each given once. What is not
 * understood is a mistake with its line; the rest is read on, so that all mistakes of a file are
 * found at once.
 */
final class YamlFile {
  private static final String DIMENSION_PREFIX = Setting.DIMENSIONS.key() + ".";

  /** Not among the settings, since no flag and no variable could hold it. */
  static final String RULES = "rules";

  /** A key in full, where it stands, and what it is given. */
  private record Entry(String key, Origin origin, Node value) {}

  private final String file;
  private final Assignments assignments;
  private final Mistakes mistakes;
  private final Map<String, Integer> lineByKey = new HashMap<>();

  private YamlFile(String file, Assignments assignments, Mistakes mistakes) {
    this.file = file;
    this.assignments = assignments;
    this.mistakes = mistakes;
  }

  static void read(Path path, Assignments assignments, Mistakes mistakes) {
    String file = Quoted.path(path);
    TextFile.read(path, mistakes)
        .flatMap(
            text -> YamlTree.compose(text, file, "leave --config away to use no file", mistakes))
        .ifPresent(root -> new YamlFile(file, assignments, mistakes).readRoot(root));
  }

  private void readRoot(Node root) {
    if (root instanceof MappingNode mapping) {
      forEachEntry("", mapping, this::readEntry);
    } else {
      // A text is what YAML takes a .env file for: it may hold secrets, so it is not shown.
      mistakes.add(
          place(root),
          root instanceof SequenceNode
              ? "found a list, allowed: keys and values"
              : "found a text, allowed: keys and values; a file of NAME=value lines goes to --env-file");
    }
  }

  /** Reads a mapping in order; keys that are no plain text or were there before are mistakes. */
  private void forEachEntry(String prefix, MappingNode mapping, Consumer<Entry> reader) {
    for (NodeTuple tuple : mapping.getValue()) {
      Optional<String> name = YamlTree.text(tuple.getKeyNode());
      String place = place(tuple.getKeyNode());
      if (name.isEmpty()) {
        mistakes.add(place, "a key is plain text");
        continue;
      }
      String written = prefix + name.get();
      // Names of dimensions are other people's words; all else is ours.
      String key = written.startsWith(DIMENSION_PREFIX) ? written : Setting.canonicalKey(written);
      Integer firstLine = lineByKey.putIfAbsent(key, YamlTree.line(tuple.getKeyNode()));
      if (firstLine == null) {
        Origin origin = Origin.file(place, Quoted.escape(written));
        reader.accept(new Entry(key, origin, tuple.getValueNode()));
      } else {
        String problem = "given twice, first in line " + firstLine;
        mistakes.add(new Mistake(place, Quoted.escape(written), problem));
      }
    }
  }

  private void readEntry(Entry entry) {
    String key = entry.key();
    if (key.startsWith(DIMENSION_PREFIX)) {
      readDimension(entry);
    } else if (key.equals(Setting.DIMENSIONS.key())) {
      readDimensions(entry);
    } else if (key.equals(Setting.ROLLUPS.key())) {
      readRollups(entry);
    } else if (key.equals(RULES)) {
      readRules(entry);
    } else if (groups().anyMatch(key::equals)) {
      readGroup(entry);
    } else {
      Settings.ofKey(key)
          .ifPresentOrElse(setting -> readSetting(setting, entry), () -> refuseUnknown(entry));
    }
  }

  private void readSetting(Setting<?> setting, Entry entry) {
    if (Settings.LISTS.contains(setting) && entry.value() instanceof SequenceNode sequence) {
      readList(setting, entry, sequence);
    } else {
      readScalar(setting, entry);
    }
  }

  private void readScalar(Setting<?> setting, Entry entry) {
    YamlTree.text(entry.value())
        .ifPresentOrElse(
            text -> assignments.read(setting, text.strip(), entry.origin()),
            () -> refuse(entry, setting.allowed()));
  }

  private void readList(Setting<?> setting, Entry entry, SequenceNode sequence) {
    List<String> names = new ArrayList<>();
    sequence.getValue().forEach(node -> YamlTree.text(node).ifPresent(names::add));
    if (names.size() == sequence.getValue().size()) {
      assignments.read(setting, String.join(",", names), entry.origin());
    } else {
      refuse(entry, setting.allowed());
    }
  }

  private void readGroup(Entry entry) {
    if (entry.value() instanceof MappingNode mapping) {
      forEachEntry(entry.key() + ".", mapping, this::readEntry);
    } else {
      String prefix = entry.key() + ".";
      List<String> keys =
          Settings.ALL.stream().map(Setting::key).filter(key -> key.startsWith(prefix)).toList();
      refuse(entry, "a mapping, such as " + keys.get(0).substring(prefix.length()) + ": ...");
    }
  }

  private void readDimensions(Entry entry) {
    if (entry.value() instanceof MappingNode mapping) {
      forEachEntry(DIMENSION_PREFIX, mapping, this::readDimension);
    } else {
      refuse(entry, "a mapping, such as Team: ai");
    }
  }

  private void readDimension(Entry entry) {
    String name = entry.key().substring(DIMENSION_PREFIX.length());
    YamlTree.text(entry.value())
        .ifPresentOrElse(
            text -> assignments.readDimension(name, text, entry.origin()),
            () -> refuse(entry, "a text of 1 to 1024 printable ASCII characters"));
  }

  private void readRollups(Entry entry) {
    if (YamlTree.text(entry.value()).filter(Rollups.NONE::equals).isPresent()) {
      readScalar(Setting.ROLLUPS, entry);
      return;
    }
    if (!(entry.value() instanceof SequenceNode sequence)) {
      refuse(entry, "a list of lists, such as [[Endpoint], [Endpoint, StatusCode]]");
      return;
    }
    List<List<String>> rollups = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      readRollup(item, entry.key()).ifPresent(rollups::add);
    }
    if (rollups.size() == sequence.getValue().size()) {
      assignments
          .attempt(
              Setting.ROLLUPS, Rollups.write(rollups), entry.origin(), () -> Rollups.check(rollups))
          .ifPresent(valid -> assignments.put(Setting.ROLLUPS, valid, entry.origin()));
    }
  }

  private Optional<List<String>> readRollup(Node item, String key) {
    Origin origin = Origin.file(place(item), key);
    List<String> names = new ArrayList<>();
    if (item instanceof SequenceNode sequence) {
      sequence.getValue().forEach(node -> YamlTree.text(node).ifPresent(names::add));
      if (names.size() == sequence.getValue().size()) {
        return assignments.attempt(
            Setting.ROLLUPS, String.join(",", names), origin, () -> Dimensions.checkNames(names));
      }
    }
    refuse(
        new Entry(key, origin, item),
        "a list of dimension names within the list, such as [[Endpoint]]");
    return Optional.empty();
  }

  private void readRules(Entry entry) {
    if (!(entry.value() instanceof SequenceNode sequence)) {
      refuse(entry, "a list of rules, such as [{match: api.*.latency, name: Latency}]");
      return;
    }
    if (sequence.getValue().size() > Rule.COUNT_MAX) {
      String problem =
          "found " + sequence.getValue().size() + " rules, allowed: at most " + Rule.COUNT_MAX;
      mistakes.add(new Mistake(entry.origin().where(), entry.origin().key(), problem));
      return;
    }
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (Node item : sequence.getValue()) {
      number++;
      if (item instanceof MappingNode mapping) {
        RuleReader.read(file, number, mapping, mistakes).ifPresent(rules::add);
      } else {
        refuse(
            new Entry(entry.key(), Origin.file(place(item), "rule " + number), item),
            "a mapping, such as {match: api.*.latency, name: Latency}");
      }
    }
    assignments.putRules(rules, entry.origin());
  }

  private void refuse(Entry entry, String allowed) {
    String problem = "found " + YamlTree.describe(entry.value()) + ", allowed: " + allowed;
    mistakes.add(new Mistake(entry.origin().where(), entry.origin().key(), problem));
  }

  private void refuseUnknown(Entry entry) {
    List<String> known =
        Stream.of(Settings.ALL.stream().map(Setting::key), groups(), Stream.of(RULES))
            .flatMap(keys -> keys)
            .toList();
    mistakes.add(Mistake.unknown(entry.origin().where(), "key", entry.key(), known));
  }

  /** The first words of dotted keys. */
  private static Stream<String> groups() {
    return Settings.ALL.stream()
        .map(Setting::key)
        .filter(key -> key.indexOf('.') > 0)
        .map(key -> key.substring(0, key.indexOf('.')))
        .distinct();
  }

  private String place(Node node) {
    return file + ":" + YamlTree.line(node);
  }
}
