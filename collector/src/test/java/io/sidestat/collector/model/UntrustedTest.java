package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UntrustedTest {
  /** ESC and BEL, a C1 control, DEL, one that turns the line around, and ends of lines. */
  private static final String HOSTILE = "\u001B]0;x\u0007\u009B2J\u007F\u202E\n\r\t\u2028";

  private static final String SHOWN = "\\u001B]0;x\\u0007\\u009B2J\\u007F\\u202E\\n\\r\\t\\u2028";

  @Test
  void escaped_whatDoesNotPrint_isEscapes() {
    assertEquals(SHOWN, Untrusted.escaped(HOSTILE));
    assertEquals("\\uD800 x", Untrusted.escaped("\uD800 x"));
  }

  @Test
  void escaped_quotesAndBackslashes_areEscaped() {
    assertEquals("a\\\"b\\\\c", Untrusted.escaped("a\"b\\c"));
  }

  @Test
  void printable_twice_isAsOnce() {
    assertEquals(SHOWN, Untrusted.printable(HOSTILE));
    assertEquals(SHOWN, Untrusted.printable(Untrusted.printable(HOSTILE)));
    assertEquals("a\"b\\c", Untrusted.printable("a\"b\\c"));
  }

  @Test
  void printableLines_tabsAndLineFeeds_stay() {
    assertEquals("a\n\tb\\u001B\n\n c", Untrusted.printableLines("a\r\n\tb\u001B\n\n c\n"));
  }
}
