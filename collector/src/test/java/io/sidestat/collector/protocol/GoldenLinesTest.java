package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.model.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the files in {@code golden}: a datagram, and what is to become of it. */
class GoldenLinesTest {
  static List<GoldenLines.Line> lines() throws IOException {
    return GoldenLines.all();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void parse_goldenLine_asTheFileSays(GoldenLines.Line line) {
    byte[] bytes = line.datagram().getBytes(StandardCharsets.UTF_8);
    List<String> outcomes = new ArrayList<>();
    LedgerBook book = new LedgerBook();

    new DatagramParser(sample -> outcomes.add(Found.text(sample)), book)
        .parse(bytes, 0, bytes.length);

    Ledger ledger = book.snapshot();
    assertEquals(1, ledger.datagrams());
    assertEquals(ledger.received(), outcomes.size() + ledger.rejectedTotal());
    ledger.rejected().forEach((reason, count) -> outcomes.add("reject " + reason));
    assertEquals(line.outcome(), String.join(" & ", outcomes));
  }
}
