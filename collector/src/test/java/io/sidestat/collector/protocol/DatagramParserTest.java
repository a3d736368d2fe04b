package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.config.ProtocolConfig;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatagramParserTest {
  private final LedgerBook book = new LedgerBook();
  private final List<String> names = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final DatagramParser parser =
      new DatagramParser(
          sample -> {
            names.add(sample.name());
            values.add(sample.value);
          },
          book);

  private Ledger parse(String datagram) {
    byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 0, bytes.length);
    return book.snapshot();
  }

  @Test
  void parse_emptyDatagram_isADatagramWithoutSamples() {
    Ledger ledger = parse("");

    assertEquals(new Ledger(1, 0, 0, 0, 0, 0, Map.of()), ledger);
  }

  @Test
  void parse_nameOf255Bytes_isTaken() {
    parse("n".repeat(255) + ":1|c");

    assertEquals(List.of("n".repeat(255)), names);
  }

  @Test
  void parse_nameOf256Bytes_isTooLong() {
    Ledger ledger = parse("n".repeat(256) + ":1|c");

    assertEquals(Map.of(RejectReason.NAME_TOO_LONG, 1L), ledger.rejected());
  }

  @Test
  void parse_tagsOf4096Bytes_areTaken() {
    Ledger ledger = parse("a:1|c|#k:" + "v".repeat(4094));

    assertEquals(Map.of(), ledger.rejected());
  }

  @Test
  void parse_tagsOf4097Bytes_areTooLong() {
    Ledger ledger = parse("a:1|c|#k:" + "v".repeat(4095));

    assertEquals(Map.of(RejectReason.TAGS_TOO_LONG, 1L), ledger.rejected());
  }

  @Test
  void parse_rateOf1e9th_isTaken() {
    Ledger ledger = parse("a:1|c|@1e-9");

    assertEquals(Map.of(), ledger.rejected());
  }

  @Test
  void parse_valueBeyond2To360_isOutOfRange() {
    // 2^360 is 2.348542582773833e108.
    Ledger ledger = parse("a:2.348542582773e108|g\na:2.348542582774e108|g");

    assertEquals(1, values.size());
    assertEquals(2.348542582773e108, values.get(0), 2 * Math.ulp(2.348542582773e108));
    assertEquals(Map.of(RejectReason.OUT_OF_RANGE, 1L), ledger.rejected());
  }

  @Test
  void parse_eachBadLine_reachesEachReasonOfTheParser() {
    Ledger ledger =
        parse(
            String.join(
                "\n",
                ":1|c",
                "n".repeat(256) + ":1|c",
                "a",
                "a:1",
                "a:1|x",
                "a:x|c",
                "a:1e109|c",
                "a:-1|ms",
                "a:1|c|@2",
                "a:1|c|#" + "t".repeat(4097)));

    Set<RejectReason> ofOthers =
        EnumSet.of(
            RejectReason.TOO_MANY_RATES,
            RejectReason.DATAGRAM_TOO_LONG,
            RejectReason.LINE_TOO_LONG,
            RejectReason.LINE_CUT_OFF);
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(ofOthers)), ledger.rejected().keySet());
    assertEquals(10, ledger.rejectedTotal());
  }

  @Test
  void parse_partOfABuffer_readsNothingAroundIt() {
    byte[] bytes = "x:9|c\na:1|c\nx:9|c".getBytes(StandardCharsets.UTF_8);

    parser.parse(bytes, 6, 5);

    assertEquals(List.of("a"), names);
    assertEquals(1, book.snapshot().received());
  }

  @Test
  void parse_rejectedLine_keepsItsFirst120BytesAsExample() {
    parse("ok:1|c\nbad" + "x".repeat(200) + "\nok:1|c");

    assertEquals(Map.of(RejectReason.NO_VALUE, "bad" + "x".repeat(117)), book.examples());
  }

  @Test
  void parse_linesOfAllKinds_areCounted() {
    parse(
        "a:1:2|ms|#k:v|T1656581400|c:ci-1|e:x|card:low\n_e{1,1}:a|b\n_sc|n|0\n\na:1|g|\na:x|c"
            + "\na:m|s|Tomorrow");

    assertEquals(
        new LineCounts(
            6, 1, 1, 1, 3, Map.of(SampleType.TIMING, 2L, SampleType.GAUGE, 1L, SampleType.SET, 1L)),
        book.lineCounts());
    assertEquals(5, book.snapshot().received());
  }

  private static ProtocolConfig only(TagDialect dialect) {
    return new ProtocolConfig(EnumSet.of(dialect), true);
  }

  @Test
  void parse_signedGauges_areStepsUnlessSwitchedOff() {
    byte[] bytes = "g:-3|g\ng:+2|g\ng:-0|g\ng:4|g".getBytes(StandardCharsets.UTF_8);
    for (boolean steps : new boolean[] {true, false}) {
      List<String> gauges = new ArrayList<>();

      new DatagramParser(
              sample -> gauges.add((sample.delta ? "step " : "") + sample.value),
              new LedgerBook(),
              new ProtocolConfig(EnumSet.noneOf(TagDialect.class), steps))
          .parse(bytes, 0, bytes.length);

      assertEquals(
          steps
              ? List.of("step -3.0", "step 2.0", "0.0", "4.0")
              : List.of("-3.0", "2.0", "0.0", "4.0"),
          gauges);
    }
  }

  @Test
  void parse_dialectSwitchedOff_isPartOfTheName() {
    for (TagDialect dialect : TagDialect.values()) {
      names.clear();
      String head = "n" + (char) dialect.mark() + "k=v]";
      byte[] bytes = (head + ":1|c|#a:b").getBytes(StandardCharsets.UTF_8);

      new DatagramParser(
              sample -> names.add(sample.name() + sample.tags()),
              new LedgerBook(),
              only(TagDialect.DOGSTATSD))
          .parse(bytes, 0, bytes.length);

      assertEquals(List.of(head + "[a=b]"), names);
    }
  }

  @Test
  void parse_tagFieldsSwitchedOff_areUnknownFields() {
    byte[] bytes = "n;k=v:1|c|#a:b".getBytes(StandardCharsets.UTF_8);

    new DatagramParser(
            sample -> names.add(sample.name() + sample.tags()), book, only(TagDialect.GRAPHITE))
        .parse(bytes, 0, bytes.length);

    assertEquals(List.of("n[k=v]"), names);
    assertEquals(1, book.lineCounts().unknownFields());
  }

  @Test
  void parse_headTagsOf4097Bytes_areTooLong() {
    Ledger taken = parse("a,k=" + "v".repeat(4094) + ":1|c");
    assertEquals(Map.of(), taken.rejected());

    Ledger ledger = parse("a,k=" + "v".repeat(4095) + ":1|c");
    assertEquals(Map.of(RejectReason.TAGS_TOO_LONG, 1L), ledger.rejected());
  }

  @Test
  void parse_nameAroundBrackets_countsWithoutThem() {
    Ledger taken = parse("n".repeat(200) + "[k=v]" + "n".repeat(55) + ":1|c");
    assertEquals(Map.of(), taken.rejected());

    Ledger ledger = parse("n".repeat(200) + "[k=v]" + "n".repeat(56) + ":1|c");
    assertEquals(Map.of(RejectReason.NAME_TOO_LONG, 1L), ledger.rejected());
  }

  @Test
  void parse_datagramTooLong_readsTheLinesBeforeAndRejectsTheRestAsOne() {
    Ledger ledger = parse("a:1|c\n".repeat(10_000) + "b".repeat(10_000));

    assertEquals(10_000, values.size());
    assertEquals(Map.of(RejectReason.DATAGRAM_TOO_LONG, 1L), ledger.rejected());
    assertTrue(book.lastRejected().toString().contains("bbb"));
  }

  @Test
  void parse_longestDatagram_isRead() {
    Ledger ledger = parse("a:1|c\n".repeat(10_921) + "bbb:2.5|g");

    assertEquals(10_922, values.size());
    assertEquals(0, ledger.rejectedTotal());
  }

  @Test
  void parse_manyRejectedLines_keepsTheLastThreeOfEachReason() {
    parse("other\na:1|x\nb:1|x\nc:1|x\nd:1|x");

    assertEquals(
        Map.of(
            RejectReason.NO_VALUE,
            List.of("other"),
            RejectReason.UNKNOWN_TYPE,
            List.of("d:1|x", "c:1|x", "b:1|x")),
        book.lastRejected());
  }
}
