package io.sidestat.collector.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes a tree of a YAML text. The part of YAML that settings need is small, so anchors, aliases,
 * tags and deep nesting are refused before a tree is built: none can make it large or endless.
 */
final class YamlTree {
  /** What the parser says of a text that should have been quoted. */
  private static final List<String> UNQUOTED =
      List.of("unexpected character", "expected ',' or", "mapping values are not allowed");

  private static final int DEPTH_MAX = 8;

  private YamlTree() {}

  /**
   * The root; without one, the reason is among the mistakes.
   *
   * @param ifEmpty what to do about a text with nothing in it
   */
  static Optional<Node> compose(String text, String file, String ifEmpty, Mistakes mistakes) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(TextFile.BYTES_MAX)
            // The JSON schema, the default, takes ~ for a text.
            .setSchema(new CoreSchema())
            // Let through to where they become a mistake with a line.
            .setAllowNonScalarKeys(true)
            .build();
    try {
      // Events come one by one, while a tree is built by recursion: check them first.
      if (!isPlain(new Parse(settings).parseString(text), file, mistakes)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        mistakes.add(file, "is empty; " + ifEmpty);
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      mistakes.add(mark.map(at -> file + ":" + (at.getLine() + 1)).orElse(file), problem(e));
    } catch (ReaderException e) {
      mistakes.add(file, String.format("character U+%04X is not allowed", e.getCodePoint()));
    } catch (YamlEngineException e) {
      mistakes.add(file, "is not YAML: " + Quoted.escape(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static String problem(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    // Half of a sentence, such as "but found another document", needs its other half.
    String whole = problem.startsWith("but ") ? e.getContext() + ", " + problem : problem;
    boolean unquoted = UNQUOTED.stream().anyMatch(whole::contains);
    return "is not YAML: "
        + Quoted.escape(whole)
        + (unquoted ? "; a text with one of * { } [ ] : # goes into quotes" : "");
  }

  private static boolean isPlain(Iterable<Event> events, String file, Mistakes mistakes) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      String refused = depth > DEPTH_MAX ? "is nested too deep" : refused(event);
      if (!refused.isEmpty()) {
        mistakes.add(file + ":" + line(event.getStartMark()), refused);
        return false;
      }
    }
    return true;
  }

  private static String refused(Event event) {
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      return "anchors and aliases (& and *) are not read; write the value out, or in quotes if it"
          + " begins with & or *";
    }
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            || (event instanceof CollectionStartEvent collection
                && collection.getTag().isPresent());
    return tagged ? "tags (!) are not read; write the value alone" : "";
  }

  /** The text of a scalar; a null (nothing, ~ or null) has none. */
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /** What a node is, for a message. */
  static String describe(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? "nothing" : Quoted.of(scalar.getValue());
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }

  /** The line of a node, from 1. */
  static int line(Node node) {
    return line(node.getStartMark());
  }

  private static int line(Optional<Mark> mark) {
    // Marks are on by default; only a node made by a program has none.
    return mark.map(at -> at.getLine() + 1).orElse(1);
  }
}
