package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sidestat.collector.config.Glob;
import io.sidestat.collector.config.Glob.Literal;
import io.sidestat.collector.config.Glob.Piece;
import io.sidestat.collector.config.Glob.Wildcard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GlobMatcherTest {
  private static Glob glob(Piece... pieces) {
    return new Glob("", List.of(pieces));
  }

  private static Literal text(String text) {
    return new Literal(text);
  }

  private static @Nullable List<String> captured(Glob glob, String name) {
    return new GlobMatcher(glob).captured(name);
  }

  @Test
  void captured_starOfAPart_doesNotTakeADot() {
    Glob glob = glob(text("api."), Wildcard.WITHIN_PART, text(".latency"));

    assertEquals(List.of("api.users.latency", "users"), captured(glob, "api.users.latency"));
    assertEquals(List.of("api..latency", ""), captured(glob, "api..latency"));
    assertNull(captured(glob, "api.a.b.latency"));
    assertNull(captured(glob, "api.latency"));
    assertNull(captured(glob, "x.api.users.latency"));
  }

  @Test
  void captured_pieceOfAPart_isTaken() {
    Glob glob = glob(text("web-"), Wildcard.WITHIN_PART, text("x."), Wildcard.WITHIN_PART);

    assertEquals(List.of("web-1x.hits", "1", "hits"), captured(glob, "web-1x.hits"));
  }

  @Test
  void captured_anyStretch_takesDotsAndAsLittleAsItCan() {
    Glob glob = glob(Wildcard.ANY, text("."), Wildcard.WITHIN_PART);

    assertEquals(List.of("a.b.c", "a.b", "c"), captured(glob, "a.b.c"));
    assertNull(captured(glob, "abc"));
    Glob twice = glob(Wildcard.ANY, text("-"), Wildcard.ANY);
    assertEquals(List.of("a-b-c", "a", "b-c"), captured(twice, "a-b-c"));
  }

  @Test
  void captured_startAndEndThatWouldOverlap_doNotMatch() {
    assertNull(captured(glob(text("aba"), Wildcard.ANY, text("aba")), "ababa"));
  }

  @Test
  void captured_hostileNameAndPattern_isQuick() {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pieces.add(i % 2 == 0 ? Wildcard.ANY : Wildcard.WITHIN_PART);
      pieces.add(text("a"));
    }
    pieces.add(Wildcard.ANY);
    pieces.add(text("b"));
    GlobMatcher matcher = new GlobMatcher(new Glob("", pieces));
    String name = "a".repeat(253) + "cb";

    // With backtracking, longer than anyone can wait: each of 101 wildcards over 253 places.
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 1000; i++) {
            assertEquals(102, List.copyOf(nonNull(matcher.captured(name))).size());
            assertNull(matcher.captured(name.replace("cb", "bc")));
          }
        });
  }

  @Property(tries = 20_000)
  void captured_anyNameAndPattern_isWhatTryingEverythingFinds(
      @ForAll("globs") Glob glob, @ForAll("names") String name) {
    assertEquals(tryEverything(glob, name), captured(glob, name));
  }

  @Provide
  Arbitrary<Glob> globs() {
    Arbitrary<Piece> literal =
        Arbitraries.strings().withChars("ab.").ofMinLength(1).ofMaxLength(2).map(Literal::new);
    Arbitrary<Piece> wildcard = Arbitraries.of(Wildcard.class).map(Piece.class::cast);
    return Arbitraries.oneOf(literal, wildcard)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(pieces -> new Glob("", pieces));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.").ofMaxLength(9);
  }

  /** The reference: each wildcard in turn takes one more character, until the rest matches. */
  private static @Nullable List<String> tryEverything(Glob glob, String name) {
    List<String> captured = new ArrayList<>(List.of(name));
    return rest(glob.pieces(), name, captured) ? captured : null;
  }

  private static boolean rest(List<Piece> pieces, String rest, List<String> captured) {
    if (pieces.isEmpty()) {
      return rest.isEmpty();
    }
    List<Piece> others = pieces.subList(1, pieces.size());
    if (pieces.get(0) instanceof Literal literal) {
      return rest.startsWith(literal.text())
          && rest(others, rest.substring(literal.text().length()), captured);
    }
    for (int taken = 0; taken <= rest.length(); taken++) {
      String stretch = rest.substring(0, taken);
      if (pieces.get(0) == Wildcard.WITHIN_PART && stretch.contains(".")) {
        return false;
      }
      captured.add(stretch);
      if (rest(others, rest.substring(taken), captured)) {
        return true;
      }
      captured.remove(captured.size() - 1);
    }
    return false;
  }

  private static List<String> nonNull(@Nullable List<String> captured) {
    if (captured == null) {
      throw new AssertionError("does not match");
    }
    return captured;
  }
}
