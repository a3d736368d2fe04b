package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineScannerTest {
  private static final int SEED = 0x5eed;

  private final LineScanner scanner = new LineScanner(SEED);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private long hash(String line) {
    scanner.scan(bytes(line), 0, line.length());
    return scanner.hash();
  }

  /** 0x0b, 0x7d and 0x3b lie beside feed, bar and colon; what is behind the end is others'. */
  @Property(tries = 50_000)
  void scan_anyBytes_findsFeedColonAndBar(
      @ForAll
          @Chars({'a', '|', ':', '\n', '\u000b', '}', ';', '\u00fc', '\u008a'})
          @StringLength(max = 60)
          String text,
      @ForAll @IntRange(max = 20) int start,
      @ForAll @IntRange(max = 20) int behind) {
    String before = "|\n:".repeat(7).substring(0, start);
    String after = "|\n:".repeat(7).substring(0, behind);

    int lineEnd = scanner.scan(bytes(before + text + after), start, start + text.length());

    int feed = text.indexOf('\n');
    String line = feed < 0 ? text : text.substring(0, feed);
    int colon = line.indexOf(':');
    int bar = colon < 0 ? -1 : line.indexOf('|', colon);
    assertEquals(start + line.length(), lineEnd);
    assertEquals(colon < 0 ? LineScanner.NONE : start + colon, scanner.colon());
    assertEquals(bar < 0 ? LineScanner.NONE : start + bar, scanner.bar());
  }

  /** Wherever the line stands, whatever its value is, and whatever stands around it. */
  @Property(tries = 20_000)
  void hash_sameHeadAndRest_isTheSame(
      @ForAll @Chars({'a', 'b', '.', '\u00fc'}) @StringLength(max = 40) String head,
      @ForAll @Chars({'1', ':', '.', '\u00fc'}) @StringLength(max = 40) String values,
      @ForAll @Chars({'a', '|', ':', '#', '\u008a'}) @StringLength(max = 70) String rest,
      @ForAll @IntRange(max = 20) int start,
      @ForAll @IntRange(max = 20) int behind) {
    String line = head + ":" + values + "|" + rest;
    String after = "\n|a:\n".repeat(5).substring(0, behind);

    scanner.scan(bytes("x".repeat(start) + line + after), start, start + line.length());
    long withoutFeed = scanner.hash();
    scanner.scan(bytes("x".repeat(start) + line + after), start, start + line.length() + behind);

    assertEquals(hash(head + ":1|" + rest), withoutFeed);
    assertEquals(withoutFeed, scanner.hash());
  }

  @Test
  void hash_linesThatDifferInOneByteOrInLength_isNeverTheSame() {
    Set<Long> hashes = new HashSet<>();
    int lines = 0;
    for (int head = 0; head < 40; head++) {
      for (int rest = 0; rest < 60; rest++) {
        String line = "a".repeat(head) + ":1|" + "b".repeat(rest);
        hashes.add(hash(line));
        hashes.add(hash(line + "c"));
        lines += 2;
      }
    }
    assertEquals(lines, hashes.size());
  }

  @Test
  void hash_anotherSeed_isAnother() {
    byte[] line = bytes("name:1|ms|#key:value");
    LineScanner other = new LineScanner(SEED + 1);

    scanner.scan(line, 0, line.length);
    other.scan(line, 0, line.length);

    assertNotEquals(scanner.hash(), other.hash());
  }
}
