package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The keys and values of one mapping in a YAML file, such as a rule, read piece by piece. What is
 * not understood is kept as a mistake with its line; {@link #report} hands the mistakes on in the
 * order of the lines.
 */
final class MappingNodes {
  private record Found(int line, Mistake mistake) {}

  private final String file;
  private final String label;
  private final int line;
  private final Map<String, Node> valueByKey = new HashMap<>();
  private final Map<String, Integer> lineByKey = new HashMap<>();
  private final List<Found> found = new ArrayList<>();

  /**
   * The nodes of a mapping.
   *
   * @param label what the mapping is, for messages: {@code rule 2}; empty for a whole file
   * @param known every key that it may have
   */
  MappingNodes(String file, String label, MappingNode mapping, List<String> known) {
    this.file = file;
    this.label = label;
    this.line = YamlTree.line(mapping);
    for (NodeTuple tuple : mapping.getValue()) {
      addKey(tuple.getKeyNode(), tuple.getValueNode(), known);
    }
  }

  private void addKey(Node keyNode, Node value, List<String> known) {
    int keyLine = YamlTree.line(keyNode);
    String written = YamlTree.text(keyNode).orElse("");
    String key = Setting.canonicalKey(written);
    if (written.isEmpty()) {
      refuse(keyLine, "", "a key is plain text");
    } else if (!known.contains(key)) {
      found.add(new Found(keyLine, Mistake.unknown(place(keyLine), "key", written, known)));
    } else if (lineByKey.putIfAbsent(key, keyLine) != null) {
      refuse(keyLine, key, "given twice, first in line " + lineByKey.get(key));
    } else {
      valueByKey.put(key, value);
    }
  }

  boolean has(String key) {
    return valueByKey.containsKey(key);
  }

  /** The file and line in which the mapping begins. */
  String where() {
    return place(line);
  }

  /** The value of a key that is one text; empty if there is none or it is a mistake. */
  <T> Optional<T> value(String key, String allowed, Function<String, T> parser) {
    return Optional.ofNullable(valueByKey.get(key))
        .flatMap(node -> parse(key, node, allowed, parser));
  }

  /** The values of a key that is a list of texts, or one text; mistakes are left out. */
  <T> List<T> values(String key, String allowed, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    Node node = valueByKey.get(key);
    List<Node> items =
        node instanceof SequenceNode list
            ? list.getValue()
            : Optional.ofNullable(node).map(List::of).orElse(List.of());
    for (Node item : items) {
      parse(key, item, allowed, parser).ifPresent(values::add);
    }
    return values;
  }

  /** The entries of a key that is a mapping of texts to texts; mistakes are left out. */
  <T> Map<String, T> entries(
      String key, String allowed, Function<String, String> nameCheck, Function<String, T> parser) {
    Map<String, T> entries = new LinkedHashMap<>();
    Node node = valueByKey.get(key);
    if (node instanceof MappingNode mapping) {
      Map<String, Integer> lineByName = new HashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        Node nameNode = tuple.getKeyNode();
        Optional<String> name = parse(key, nameNode, allowed, nameCheck);
        if (name.isPresent()) {
          Integer first = lineByName.putIfAbsent(name.get(), YamlTree.line(nameNode));
          String entryKey = key + "." + Quoted.escape(name.get());
          if (first != null) {
            refuse(YamlTree.line(nameNode), entryKey, "given twice, first in line " + first);
          }
          parse(entryKey, tuple.getValueNode(), allowed, parser)
              .ifPresent(value -> entries.put(name.get(), value));
        }
      }
    } else if (node != null) {
      refuse(key, node, allowed, "");
    }
    return entries;
  }

  /** The mappings that a key is a list of; what else is in the list is a mistake. */
  List<MappingNode> mappings(String key, String allowed) {
    List<MappingNode> mappings = new ArrayList<>();
    Node node = valueByKey.get(key);
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof MappingNode mapping) {
          mappings.add(mapping);
        } else {
          refuse(key, item, allowed, "");
        }
      }
    } else if (node != null) {
      refuse(key, node, "a list, each of it " + allowed, "");
    }
    return mappings;
  }

  /** How many items the list of that key has; empty if there is none, or something else. */
  OptionalInt length(String key) {
    return valueByKey.get(key) instanceof SequenceNode list
        ? OptionalInt.of(list.getValue().size())
        : OptionalInt.empty();
  }

  private <T> Optional<T> parse(String key, Node node, String allowed, Function<String, T> parser) {
    Optional<String> text = YamlTree.text(node);
    try {
      if (text.isPresent()) {
        return Optional.of(parser.apply(text.get()));
      }
      refuse(key, node, allowed, "");
    } catch (RejectedValueException e) {
      refuse(key, node, allowed, " (" + e.getMessage() + ")");
    } catch (IllegalArgumentException e) {
      refuse(key, node, allowed, "");
    }
    return Optional.empty();
  }

  private void refuse(String key, Node node, String allowed, String reason) {
    String problem = "found " + YamlTree.describe(node) + ", allowed: " + allowed + reason;
    refuse(YamlTree.line(node), key, problem);
  }

  /** A mistake in how a key goes with others; an absent key is one of the mapping as a whole. */
  void refuse(String key, String problem) {
    refuse(lineByKey.getOrDefault(key, line), key, problem);
  }

  private void refuse(int at, String key, String problem) {
    String shown = label.isEmpty() || key.isEmpty() ? label + key : label + ": " + key;
    found.add(new Found(at, new Mistake(place(at), shown, problem)));
  }

  private String place(int at) {
    return file + ":" + at;
  }

  /** Hands on the mistakes; answers whether there were none. */
  boolean report(Mistakes mistakes) {
    found.sort(Comparator.comparingInt(Found::line));
    found.forEach(one -> mistakes.add(one.mistake()));
    return found.isEmpty();
  }
}
