package io.sidestat.collector.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: {@code NAME=value} or {@code export NAME=value} a line, with blank
 * lines and comments between.
 *
 * <ul>
 *   <li>An unquoted value ends with its line, or at a {@code #} that follows white space.
 *   <li>{@code 'single quotes'} keep everything as it is; in {@code "double quotes"} a backslash
 *       makes {@code \n \r \t \" \\ \$}. Quoted values may span lines, as keys of other apps do.
 *   <li>Nothing is expanded. Of two lines with one name the last stands.
 * </ul>
 *
 * <p>Such files hold secrets, so mistakes name the line and never show what is in it.
 */
final class EnvFile {
  /** A value and the line of its name, from 1. */
  record Entry(String value, int line) {}

  private static final Pattern BLANK_OR_COMMENT =
      Pattern.compile("[ \\t\\r]*(?:#[^\\n]*)?(?:\\n|\\z)");
  private static final Pattern NAME =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
  private static final Pattern LINE = Pattern.compile("[^\\n]*(?:\\n|\\z)");
  private static final Pattern INLINE_COMMENT = Pattern.compile("(?:^|[ \\t])#");

  private final String text;
  private final String where;
  private final Mistakes mistakes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int position;
  private int line = 1;

  private EnvFile(String text, String where, Mistakes mistakes) {
    this.text = text;
    this.where = where;
    this.mistakes = mistakes;
  }

  /** The entries by name. Lines that cannot be read are mistakes, and left out. */
  static Map<String, Entry> parse(String text, String where, Mistakes mistakes) {
    EnvFile file = new EnvFile(text, where, mistakes);
    while (file.position < text.length()) {
      file.readLine();
    }
    return file.entries;
  }

  private void readLine() {
    if (skip(BLANK_OR_COMMENT)) {
      return;
    }
    int nameLine = line;
    Matcher name = at(NAME);
    if (!name.lookingAt()) {
      refuse("is not NAME=value");
      return;
    }
    moveTo(name.end());
    char first = position < text.length() ? text.charAt(position) : '\n';
    if (first == '\'' || first == '"') {
      readQuoted(name.group(1), nameLine, first);
    } else {
      int start = position;
      skip(LINE);
      entries.put(name.group(1), new Entry(unquoted(text.substring(start, position)), nameLine));
    }
  }

  private static String unquoted(String rest) {
    Matcher comment = INLINE_COMMENT.matcher(rest);
    return (comment.find() ? rest.substring(0, comment.start()) : rest).strip();
  }

  private void readQuoted(String name, int nameLine, char quote) {
    StringBuilder value = new StringBuilder();
    int i = position + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      if (quote == '"' && text.charAt(i) == '\\' && i + 1 < text.length()) {
        appendEscaped(value, text.charAt(i + 1));
        i += 2;
      } else {
        value.append(text.charAt(i));
        i++;
      }
    }
    if (i >= text.length()) {
      refuse("opens a quote that is never closed");
      return;
    }
    moveTo(i + 1);
    if (skip(BLANK_OR_COMMENT)) {
      entries.put(name, new Entry(value.toString(), nameLine));
    } else {
      refuse("has something after the closing quote");
    }
  }

  private static void appendEscaped(StringBuilder value, char escaped) {
    switch (escaped) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '"', '\\', '$' -> value.append(escaped);
      default -> value.append('\\').append(escaped);
    }
  }

  private void refuse(String problem) {
    mistakes.add(where + ":" + line, problem);
    skip(LINE);
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(text).region(position, text.length());
  }

  private boolean skip(Pattern pattern) {
    Matcher matcher = at(pattern);
    boolean found = matcher.lookingAt();
    if (found) {
      moveTo(matcher.end());
    }
    return found;
  }

  private void moveTo(int next) {
    for (int i = position; i < next; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    position = next;
  }
}
