package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.RawSample;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.SampleType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the files in {@code golden}: a datagram, and what is to become of it. */
class GoldenLinesTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  static Stream<String> etsy() throws IOException {
    return lines("etsy.txt");
  }

  static Stream<String> dogstatsd() throws IOException {
    return lines("dogstatsd.txt");
  }

  static Stream<String> others() throws IOException {
    return lines("others.txt");
  }

  static Stream<String> rejected() throws IOException {
    return lines("rejected.txt");
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("# "));
  }

  @ParameterizedTest
  @MethodSource({"etsy", "dogstatsd", "others", "rejected"})
  void parse_goldenLine_asTheFileSays(String line) {
    int arrow = line.indexOf("=>");
    String datagram =
        line.substring(0, arrow).stripTrailing().replace("\\n", "\n").replace("\\r", "\r");

    assertEquals(line.substring(arrow + 2).strip(), outcome(datagram));
  }

  private static String outcome(String datagram) {
    byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
    List<String> outcomes = new ArrayList<>();
    LedgerBook book = new LedgerBook();
    new DatagramParser(sample -> outcomes.add(text(sample)), book).parse(bytes, 0, bytes.length);
    Ledger ledger = book.snapshot();
    assertEquals(1, ledger.datagrams());
    assertEquals(ledger.received(), outcomes.size() + ledger.rejectedTotal());
    ledger.rejected().forEach((reason, count) -> outcomes.add("reject " + reason));
    return String.join(" & ", outcomes);
  }

  private static String text(RawSample sample) {
    StringBuilder text = new StringBuilder(sample.type.name().toLowerCase(Locale.ROOT));
    text.append(' ').append(sample.name()).append(' ');
    if (sample.type == SampleType.SET) {
      int length = sample.memberEnd - sample.memberStart;
      text.append("member=")
          .append(new String(sample.bytes, sample.memberStart, length, StandardCharsets.UTF_8));
    } else {
      text.append(sample.delta ? "step " : "").append(sample.value);
    }
    text.append(sample.rate == 1 ? "" : " @" + sample.rate);
    if (!sample.tags().isEmpty()) {
      text.append(
          sample.tags().stream().map(String::valueOf).collect(Collectors.joining(",", " #", "")));
    }
    return text.toString();
  }
}
