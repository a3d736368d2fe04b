package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class LineScannerTest {

  /** Byte 0x0b and 0x7d lie beside the feed and the bar; what stands behind the end is others'. */
  @Property(tries = 50_000)
  void scan_anyBytes_findsTheFirstFeedAndTheLastBarBefore(
      @ForAll @Chars({'a', '|', '\n', '\u000b', '}', '\u00fc', '\u008a'}) @StringLength(max = 40)
          String text,
      @ForAll @IntRange(max = 20) int start,
      @ForAll @IntRange(max = 20) int behind) {
    String before = "|\n|".repeat(7).substring(0, start);
    String after = "|\n|".repeat(7).substring(0, behind);
    byte[] bytes = (before + text + after).getBytes(StandardCharsets.ISO_8859_1);
    LineScanner scanner = new LineScanner();

    int lineEnd = scanner.scan(bytes, start, start + text.length());

    int feed = text.indexOf('\n');
    String line = feed < 0 ? text : text.substring(0, feed);
    assertEquals(start + line.length(), lineEnd);
    assertEquals(start + line.lastIndexOf('|'), scanner.lastBar());
  }
}
