package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.model.Ledger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceLineTest {

  private final SequenceLine line = new SequenceLine();

  private boolean read(String text) {
    byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
    return line.read(bytes, 1, bytes.length - 1);
  }

  @Test
  void line_whole_isRead() {
    assertTrue(read("_sidestat:8000000000000aBc:000000000012:00345"));

    assertEquals(0x8000000000000abcL, line.client());
    assertEquals(12, line.first());
    assertEquals(345, line.samples());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_",
        "_sidestat:",
        "_sidestat:0123456789abcdef",
        "_sidestat:0123456789abcdef:",
        "_sidestat:0123456789abcdef:1",
        "_sidestat:0123456789abcdef:1:",
        "_sidestat:0123456789abcdef::1",
        "_sidestat:0123456789abcdef:1:2:3",
        "_sidestat:0123456789abcdef:-1:2",
        "_sidestat:0123456789abcdef:1:2|c",
        "_sidestat:0123456789abcdeg:1:2",
        "_sidestat:123456789abcdef:1:2",
        "_sidestat:0123456789abcdef:1234567890123456:2",
        "_sidestat:0123456789abcdef:1:123456",
        "_sidestats0123456789abcdef:1:2",
        "_Sidestat:0123456789abcdef:1:2",
        "_sidestat|0123456789abcdef:1:2"
      })
  void line_broken_isNone(String text) {
    assertFalse(read(text));
  }

  /** A metric may have a name like it; the last line reads as one with three values, one broken. */
  @Test
  void lines_ofADatagram_areNoSamples() {
    List<String> names = new ArrayList<>();
    LedgerBook book = new LedgerBook();
    byte[] bytes =
        ("_sidestat:0123456789abcdef:0:2\na:1|c\n_sidestat:3|c\n"
                + "_sidestat:0123456789abcdef:9:1|c")
            .getBytes(StandardCharsets.UTF_8);
    new DatagramParser(sample -> names.add(sample.name()), book).parse(bytes, 0, bytes.length);

    assertEquals(List.of("a", "_sidestat", "_sidestat", "_sidestat"), names);
    Ledger ledger = book.snapshot();
    assertEquals(1, book.sequences().lines());
    assertEquals(4, book.lineCounts().lines());
    assertEquals(5, ledger.received());
    assertEquals(1, ledger.rejectedTotal());
  }
}
