package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks against the arithmetic of {@link BigInteger}, and how they are written. */
class SourceNetworksTest {

  /** A network as a test means it: the bytes of an address in it, and its prefix. */
  record Meant(byte[] address, int prefix) {
    private BigInteger bits(byte[] of) {
      return new BigInteger(1, of).shiftRight(of.length * Byte.SIZE - prefix);
    }

    boolean contains(byte[] other) {
      return other.length == address.length && bits(other).equals(bits(address));
    }

    /** With all bits beyond the prefix cleared, as InetAddress writes it. */
    String text() {
      int beyond = address.length * Byte.SIZE - prefix;
      byte[] lowest =
          bytes(new BigInteger(1, address).shiftRight(beyond).shiftLeft(beyond), address.length);
      return inet(lowest).getHostAddress() + "/" + prefix;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  private static byte[] bytes(BigInteger value, int length) {
    byte[] all = value.toByteArray();
    byte[] last = new byte[length];
    for (int i = 1; i <= Math.min(length, all.length); i++) {
      last[length - i] = all[all.length - i];
    }
    return last;
  }

  private static InetAddress inet(byte[] address) {
    try {
      return address.length == 16
          ? Inet6Address.getByAddress(null, address, -1)
          : InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress inet(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static byte[] mapped(byte[] ipv4) {
    byte[] address = new byte[16];
    address[10] = -1;
    address[11] = -1;
    System.arraycopy(ipv4, 0, address, 12, 4);
    return address;
  }

  /** Of few different bytes, so that networks and addresses meet, and zeros come in runs. */
  @Provide
  Arbitrary<byte[]> address() {
    return Arbitraries.of(4, 16)
        .flatMap(
            length ->
                Arbitraries.bytes().between((byte) -1, (byte) 1).array(byte[].class).ofSize(length))
        .filter(bytes -> bytes.length == 4 || !isMapped(bytes));
  }

  private static boolean isMapped(byte[] ipv6) {
    return Arrays.equals(ipv6, mapped(Arrays.copyOfRange(ipv6, 12, 16)));
  }

  @Provide
  Arbitrary<Meant> network() {
    return address()
        .flatMap(
            bytes ->
                Arbitraries.integers()
                    .between(0, bytes.length * Byte.SIZE)
                    .map(prefix -> new Meant(bytes, prefix)));
  }

  @Property(tries = 5000)
  void contains_anyAddress_isWhatArithmeticSays(
      @ForAll @Size(min = 1, max = 6) List<@From("network") Meant> meant,
      @ForAll("address") byte[] address) {
    List<String> texts = meant.stream().map(Meant::text).distinct().toList();

    SourceNetworks networks = SourceNetworks.parse(String.join(",", texts));

    boolean expected = meant.stream().anyMatch(network -> network.contains(address));
    assertEquals(expected, networks.contains(inet(address)));
  }

  @Property(tries = 2000)
  void contains_addressOfTheNetworkWithOneBitOther_onlyIfTheBitIsBeyondThePrefix(
      @ForAll("network") Meant meant, @ForAll @IntRange(max = 127) int bit) {
    int bits = meant.address().length * Byte.SIZE;
    int index = bit % bits;
    BigInteger other = new BigInteger(1, meant.address()).flipBit(bits - 1 - index);
    byte[] bytes = bytes(other, meant.address().length);

    SourceNetworks networks = SourceNetworks.parse(meant.text());

    assertTrue(networks.contains(inet(meant.address())));
    assertEquals(index >= meant.prefix(), networks.contains(inet(bytes)));
  }

  @Property
  void contains_ipv4MappedAddress_isItsIpv4Address(
      @ForAll("network") Meant meant, @ForAll @Size(4) byte[] ipv4) {
    SourceNetworks networks = SourceNetworks.parse(meant.text());

    assertEquals(networks.contains(inet(ipv4)), networks.contains(inet(mapped(ipv4))));
  }

  @Property(tries = 2000)
  void toString_anyNetworks_areReadBackAsTheSame(@ForAll("network") Meant meant)
      throws UnknownHostException {
    SourceNetworks networks = SourceNetworks.parse(meant.text());

    assertEquals(networks, SourceNetworks.parse(networks.toString()));
    assertEquals(
        inet(meant.text().replaceFirst("/.*", "")),
        inet(networks.toString().replaceFirst("/.*", "")));
  }

  @Property(tries = 2000)
  void parse_anyText_isReadOrRefused(@ForAll("pieces") String text) {
    try {
      SourceNetworks networks = SourceNetworks.parse(text);
      assertEquals(networks, SourceNetworks.parse(networks.toString()));
    } catch (RejectedValueException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "all", ",", "/", ".", ":", "::", "0", "1", "8", "10", "32", "127", "255", "256", "ffff",
            "fd00", "%", "%1", "x", " ", "-", "[", "]")
        .list()
        .ofMaxSize(14)
        .map(pieces -> String.join("", pieces));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "127.0.0.1, 127.0.0.1/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "::1, ::1/128",
    "::, ::/128",
    "::/0, ::/0",
    "FD00::/8, fd00::/8",
    "2001:db8:0:0:1:0:0:0/80, 2001:db8:0:0:1::/80",
    "2001:0db8:0:1:0:0:0:1, 2001:db8:0:1::1/128",
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0/128",
    "100:0:0:10::/64, 100:0:0:10::/64",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "::ffff:a00:1, 10.0.0.1/32",
    "::10.0.0.1, ::a00:1/128",
  })
  void parse_network_isWrittenInItsShortestForm(String text, String written) {
    assertEquals(written, SourceNetworks.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "ALL",
        "localhost",
        "10/8",
        "10.0.0/8",
        "10.0.0.0.0/8",
        "256.0.0.0/8",
        "010.0.0.1",
        "10.0.0.0/",
        "/8",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0-10.0.0.9",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "12345::",
        "fe80::1%eth0",
        "[::1]",
        "::1/",
        "::ffff:256.0.0.1",
        "10.0.0.0/8 fd00::/8",
        "fd00",
        "1.2.3.4:8125",
        "\u0661.0.0.0/8"
      })
  void parse_otherText_isRefusedByItsName(String text) {
    RejectedValueException refused =
        assertThrows(RejectedValueException.class, () -> SourceNetworks.parse("127.0.0.1," + text));

    assertTrue(
        String.valueOf(refused.getMessage()).matches("\"[^,]*\" is no IP .*address"),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.2.3/8 | \"10.1.2.3/8\" has bits set beyond its prefix; the network is 10.0.0.0/8, the"
            + " one address 10.1.2.3/32",
        "fd00::1/64 | \"fd00::1/64\" has bits set beyond its prefix; the network is fd00::/64, the"
            + " one address fd00::1/128",
        "1.2.3.4/0 | \"1.2.3.4/0\" has bits set beyond its prefix; the network is 0.0.0.0/0, the"
            + " one address 1.2.3.4/32",
        "::ffff:0:0/80 | \"::ffff:0:0/80\" has bits set beyond its prefix; the network is ::/80,"
            + " the one address 0.0.0.0/32",
        "10.0.0.0/33 | \"10.0.0.0/33\": the prefix is 0 to 32",
        "::/129 | \"::/129\": the prefix is 0 to 128",
        "::1,127.0.0.1,::1/128 | a network is given twice",
        "10.0.0.0/8,::ffff:10.0.0.0/104 | a network is given twice",
        "10.0.0.0/8,all | all stands alone",
      })
  void parse_mistake_saysWhatIsMeant(String text, String reason) {
    assertEquals(
        reason,
        assertThrows(RejectedValueException.class, () -> SourceNetworks.parse(text)).getMessage());
  }

  @Test
  void parse_moreThan64_isRefused() {
    String most =
        IntStream.range(0, 64)
            .mapToObj(i -> "10.0." + i + ".0/24")
            .collect(Collectors.joining(","));

    assertEquals(most, SourceNetworks.parse(most).toString());
    assertEquals(
        "there are 65 networks",
        assertThrows(RejectedValueException.class, () -> SourceNetworks.parse(most + ",::1"))
            .getMessage());
  }

  @Test
  void contains_all_everything() throws UnknownHostException {
    assertTrue(SourceNetworks.ALL.all());
    assertTrue(SourceNetworks.ALL.contains(inet("10.0.0.1")));
    assertEquals(SourceNetworks.ALL, SourceNetworks.parse("all"));
  }

  @Test
  void contains_allIpv6_noIpv4() throws UnknownHostException {
    SourceNetworks networks = SourceNetworks.parse("::/0");

    assertTrue(networks.contains(inet("fd00::1")));
    assertFalse(networks.contains(inet("10.0.0.1")));
    assertFalse(networks.contains(inet(mapped(new byte[] {10, 0, 0, 1}))));
  }

  @Test
  void contains_addressWithAZone_isItsAddress() throws UnknownHostException {
    SourceNetworks networks = SourceNetworks.parse("fe80::/10");

    assertTrue(networks.contains(Inet6Address.getByAddress(null, inet("fe80::1").getAddress(), 2)));
  }
}
