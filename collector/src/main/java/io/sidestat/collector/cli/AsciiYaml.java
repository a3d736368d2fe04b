package io.sidestat.collector.cli;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Writes YAML of printable ASCII alone, all else as escapes. Texts are quoted, but for plain words:
 * CloudFormation reads YAML 1.1, in which more of them mean something else than in 1.2, such as
 * {@code on}, {@code 12:30} and {@code 2010-09-09}.
 */
final class AsciiYaml {
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setUseUnicodeEncoding(false)
          .setSplitLines(false)
          .setDereferenceAliases(true)
          .build();

  private AsciiYaml() {}

  /** Maps, lists, texts, numbers and booleans as a document. */
  static String write(Object document) {
    return new Dump(SETTINGS, new Quoting()).dumpToString(document);
  }

  /** Decides which texts need quotes. */
  private static final class Quoting extends StandardRepresenter {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    /** YAML 1.1's words for true, false and null, in small letters. */
    private static final Set<String> MEANING_MORE =
        Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    Quoting() {
      super(SETTINGS);
      representers.put(String.class, this::text);
    }

    private Node text(Object value) {
      String text = (String) value;
      boolean plain =
          WORD.matcher(text).matches() && !MEANING_MORE.contains(text.toLowerCase(Locale.ROOT));
      return representScalar(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }
  }
}
