package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.model.TagDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever the bytes and the dialects: the parser finds what the simple one finds. */
class DifferentialTest {
  private static final byte[] SYNTAX =
      ":::|||@#,;=[].+-eE0123456789TcgmshdTxk_{\n\r\u00e9".getBytes(StandardCharsets.UTF_8);

  private static final List<String> HEADS =
      List.of(
          "n", "name.of.sixteen.", "n,k=v", "n;k=v", "n#k=v", "n[k=v]", "n[k", "n[k=v]rest", "");
  private static final List<String> VALUES =
      List.of(
          "1", "-5", "+5", "0.25", "12345678.25", "1e3", "-0", "1:2", "1:x:-2", "v]:1", "v", "");
  private static final List<String> RESTS =
      List.of(
          "|ms",
          "|c",
          "|g",
          "|g|@0.5",
          "|s",
          "|s|@0.1",
          "|h|#a:b|#c:d",
          "|m\r",
          "|q",
          "|ms|@2",
          "|ms|@0.1|#k:v",
          "|c|#k:v|c:container",
          "|ms|#k:v|T123",
          "|c|x",
          "|c||#k",
          "|ms|#k:v\r",
          "|c:2|g",
          "|c|@0.5:2|g",
          "");

  private final List<byte[]> golden = GoldenLines.datagrams();

  DifferentialTest() throws IOException {}

  @Property(tries = 3_000)
  void parse_randomBytes_findsWhatTheReferenceFinds(
      @ForAll @Size(max = 300) byte[] datagram, @ForAll Set<TagDialect> dialects) {
    assertAgree(datagram, dialects);
  }

  @Property(tries = 20_000)
  void parse_randomSyntax_findsWhatTheReferenceFinds(
      @ForAll long seed, @ForAll Set<TagDialect> dialects) {
    Random random = new Random(seed);
    byte[] datagram = new byte[random.nextInt(60)];
    for (int i = 0; i < datagram.length; i++) {
      datagram[i] = SYNTAX[random.nextInt(SYNTAX.length)];
    }
    assertAgree(datagram, dialects);
  }

  @Property(tries = 30_000)
  void parse_mutatedGoldenLines_findsWhatTheReferenceFinds(
      @ForAll long seed, @ForAll Set<TagDialect> dialects) {
    Random random = new Random(seed);
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    for (int lines = 1 + random.nextInt(3); lines > 0; lines--) {
      datagram.writeBytes(mutated(golden.get(random.nextInt(golden.size())), random));
      datagram.write('\n');
    }
    assertAgree(datagram.toByteArray(), dialects);
  }

  /** Lines of which an earlier one tells what the later one says, or only seems to. */
  @Property(tries = 30_000)
  void parse_sameLinesWithOtherValues_findsWhatTheReferenceFinds(
      @ForAll long seed, @ForAll Set<TagDialect> dialects) {
    Random random = new Random(seed);
    String head = HEADS.get(random.nextInt(HEADS.size()));
    String rest = RESTS.get(random.nextInt(RESTS.size()));
    StringBuilder datagram = new StringBuilder();
    for (int lines = 2 + random.nextInt(3); lines > 0; lines--) {
      datagram.append(head).append(':').append(VALUES.get(random.nextInt(VALUES.size())));
      datagram.append(rest).append(lines > 1 ? "\n" : "");
    }
    byte[] bytes = datagram.toString().getBytes(StandardCharsets.UTF_8);
    byte[] line = mutated(bytes, random);
    assertAgree(random.nextBoolean() ? bytes : line, dialects);
  }

  /** 4 * 10^23 lies halfway between two doubles: its 24th digit would decide. */
  @Test
  void parse_moreThanEighteenDigits_laterOnesOnlyScale() {
    assertAgree(
        "n:400000000000000000000042|c".getBytes(StandardCharsets.US_ASCII),
        EnumSet.noneOf(TagDialect.class));
  }

  private static byte[] mutated(byte[] line, Random random) {
    byte[] bytes = line;
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(3));
      ByteArrayOutputStream next = new ByteArrayOutputStream();
      next.write(bytes, 0, from);
      for (int put = random.nextInt(3); put > 0; put--) {
        next.write(SYNTAX[random.nextInt(SYNTAX.length)]);
      }
      next.write(bytes, to, bytes.length - to);
      bytes = next.toByteArray();
    }
    return bytes;
  }

  /** The datagram stands amid other bytes, which must neither count nor change. */
  private static void assertAgree(byte[] datagram, Set<TagDialect> dialects) {
    for (byte around : new byte[] {'1', '|', ':', '\n'}) {
      assertAgree(datagram, dialects, around, 13);
    }
    assertAgree(datagram, dialects, (byte) '1', 0);
  }

  /** As above, with that byte around it and so many of them behind it. */
  static void assertAgree(byte[] datagram, Set<TagDialect> dialects, byte around, int behind) {
    Set<TagDialect> enabled = EnumSet.noneOf(TagDialect.class);
    enabled.addAll(dialects);
    byte[] buffer = new byte[7 + datagram.length + behind];
    Arrays.fill(buffer, around);
    System.arraycopy(datagram, 0, buffer, 7, datagram.length);
    byte[] before = buffer.clone();

    Found found = Found.by(buffer, 7, datagram.length, enabled);

    String expected = ReferenceParser.parse(datagram, enabled).toString();
    assertEquals(expected, found.toString(), () -> shown(datagram) + " " + enabled);
    Found recalled = Found.recalling(buffer, 7, datagram.length, enabled);
    String twice = ReferenceParser.parse(twice(datagram), enabled).toString();
    assertEquals(twice, recalled.toString(), () -> "recalled: " + shown(datagram) + " " + enabled);
    assertArrayEquals(before, buffer);
  }

  private static byte[] twice(byte[] datagram) {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(datagram);
    twice.write('\n');
    twice.writeBytes(datagram);
    return twice.toByteArray();
  }

  private static String shown(byte[] datagram) {
    return new String(datagram, StandardCharsets.ISO_8859_1);
  }
}
