package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever arrives: nothing throws, and every sample is accounted for. */
class ParserFuzzTest {
  private static final byte[] SYNTAX =
      ":::|||@#,.+-eE0123456789cgmshd\n\r _\u00e9".getBytes(StandardCharsets.UTF_8);

  private static final List<String> VALID =
      List.of(
          "web.hits:1|c",
          "web.hits:1|c|@0.5",
          "p.name:12.25|ms|@0.1|#k:v,l:w",
          "p.name:-0|g",
          "queue:+4|g",
          "uniques:765|s|#a:b",
          "page.size:-1.5e-3|d|#bare,a:b|c:in-123|T1656581400",
          "page.views:1e100|h");

  @Property(tries = 5_000)
  void parse_randomBytes_everySampleIsAccountedFor(@ForAll @Size(max = 300) byte[] datagram) {
    assertBalances(new Feed(3, 0.005).send(datagram));
  }

  @Property(tries = 10_000)
  void parse_randomSyntax_everySampleIsAccountedFor(@ForAll("syntax") byte[] datagram) {
    assertBalances(new Feed(3, 0.005).send(datagram));
  }

  @Provide
  Arbitrary<byte[]> syntax() {
    return Arbitraries.integers()
        .between(0, SYNTAX.length - 1)
        .map(index -> SYNTAX[index])
        .list()
        .ofMaxSize(80)
        .map(
            list -> {
              byte[] bytes = new byte[list.size()];
              for (int i = 0; i < bytes.length; i++) {
                bytes[i] = list.get(i);
              }
              return bytes;
            });
  }

  @Property(tries = 10_000)
  void parse_mutatedLine_harmsNoNeighbour(
      @ForAll @IntRange(max = 7) int line,
      @ForAll @IntRange(min = 1, max = 4) int changes,
      @ForAll long seed) {
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    datagram.writeBytes(ascii("before:1|c\n"));
    datagram.writeBytes(mutated(ascii(VALID.get(line)), changes, new Random(seed)));
    datagram.writeBytes(ascii("\nafter:1|c"));

    Fragment fragment = assertBalances(new Feed().send(datagram.toByteArray()));

    assertTrue(
        fragment.series().stream()
            .map(series -> series.id())
            .map(MetricId::toString)
            .collect(Collectors.toSet())
            .containsAll(List.of("before{}", "after{}")),
        () -> datagram.toString(StandardCharsets.ISO_8859_1));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The bytes after some were replaced, inserted or taken out. */
  private static byte[] mutated(byte[] line, int changes, Random random) {
    byte[] bytes = line;
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      int taken = random.nextInt(2);
      byte[] put = new byte[random.nextInt(3)];
      for (int j = 0; j < put.length; j++) {
        put[j] =
            random.nextBoolean()
                ? SYNTAX[random.nextInt(SYNTAX.length)]
                : (byte) random.nextInt(256);
      }
      ByteArrayOutputStream next = new ByteArrayOutputStream();
      next.write(bytes, 0, at);
      next.writeBytes(put);
      next.write(bytes, at + taken, bytes.length - at - taken);
      bytes = next.toByteArray();
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  private static Fragment assertBalances(Feed feed) {
    Fragment fragment = feed.close();
    Ledger ledger = fragment.ledger();
    assertEquals(ledger.received(), ledger.recorded() + ledger.refused() + ledger.rejectedTotal());
    assertTrue(ledger.balanced());
    assertEquals(1, ledger.datagrams());
    return fragment;
  }
}
