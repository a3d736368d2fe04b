package io.sidestat.collector.shape;

import io.sidestat.collector.config.Glob;
import io.sidestat.collector.config.Glob.Literal;
import io.sidestat.collector.config.Glob.Piece;
import io.sidestat.collector.config.Glob.Wildcard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds names against a {@link Glob}. Each wildcard, from the left, takes as little as lets the
 * rest match.
 *
 * <p>Names come from strangers, so nothing is tried twice: from the last piece to the first it is
 * noted at which positions the rest of the pattern matches the rest of the name, which takes at
 * most name times pattern steps whatever the two are. Immutable.
 */
public final class GlobMatcher {
  private final List<Piece> pieces;
  private final String start;
  private final String end;

  /** A matcher of that pattern. */
  public GlobMatcher(Glob glob) {
    this.pieces = glob.pieces();
    this.start = literal(pieces.get(0));
    this.end = literal(pieces.get(pieces.size() - 1));
  }

  private static String literal(Piece piece) {
    return piece instanceof Literal literal ? literal.text() : "";
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return captured(text) != null;
  }

  /** The whole text, then what each wildcard took; null if the text does not match. */
  @Nullable List<String> captured(String text) {
    // Tells most names apart from most rules at once.
    if (!text.startsWith(start) || !text.endsWith(end) || !holdsLiterals(text)) {
      return null;
    }
    boolean[][] restMatches = restMatches(text);
    if (!restMatches[0][0]) {
      return null;
    }
    List<String> captured = new ArrayList<>();
    captured.add(text);
    int position = 0;
    for (int i = 0; i < pieces.size(); i++) {
      int from = position;
      if (pieces.get(i) instanceof Literal literal) {
        position += literal.text().length();
      } else {
        while (!restMatches[i + 1][position]) {
          position++;
        }
        captured.add(text.substring(from, position));
      }
    }
    return captured;
  }

  /** Whether all that stands for itself is there, in order: without that nothing matches. */
  private boolean holdsLiterals(String text) {
    int position = 0;
    for (Piece piece : pieces) {
      String literal = literal(piece);
      int found = text.indexOf(literal, position);
      if (found < 0) {
        return false;
      }
      position = found + literal.length();
    }
    return true;
  }

  /** For each piece and position, whether the pieces from it on match the text from there on. */
  private boolean[][] restMatches(String text) {
    int length = text.length();
    boolean[][] matches = new boolean[pieces.size() + 1][length + 1];
    matches[pieces.size()][length] = true;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      boolean[] here = matches[i];
      boolean[] next = matches[i + 1];
      if (pieces.get(i) instanceof Literal literal) {
        int chars = literal.text().length();
        for (int j = length - chars; j >= 0; j--) {
          here[j] = next[j + chars] && text.startsWith(literal.text(), j);
        }
      } else {
        boolean stopsAtDots = pieces.get(i) == Wildcard.WITHIN_PART;
        here[length] = next[length];
        for (int j = length - 1; j >= 0; j--) {
          here[j] = next[j] || (here[j + 1] && !(stopsAtDots && text.charAt(j) == '.'));
        }
      }
    }
    return matches;
  }
}
