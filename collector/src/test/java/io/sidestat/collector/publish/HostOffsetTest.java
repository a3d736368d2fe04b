package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostOffsetTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static long millis(String hostName) {
    return HostOffset.of(Optional.of(hostName), TEN_SECONDS, MINUTE).offset().toMillis();
  }

  @Test
  void of_oneHost_isTheSameForEver() {
    assertEquals(6_127, millis("ip-10-0-0-1"));
    assertEquals(millis("ip-10-0-0-1"), millis("ip-10-0-0-1"));
  }

  @Test
  void of_twoHosts_differ() {
    assertNotEquals(millis("ip-10-0-0-1"), millis("ip-10-0-0-2"));
  }

  @Test
  void of_thousandHosts_lieEvenlyOverTheSeconds() {
    int[] hostsBySecond = new int[10];
    IntStream.range(0, 1_000)
        .forEach(
            i ->
                hostsBySecond[
                    (int) (millis("ip-10-0-%d-%d".formatted(i / 250, i % 250)) / 1_000)]++);

    // 100 are expected in each. The sum is chi-squared with 9 degrees of freedom: above 27.9 once
    // in a thousand.
    double sum = Arrays.stream(hostsBySecond).mapToDouble(n -> (n - 100) * (n - 100) / 100.0).sum();
    assertTrue(sum < 27.9, () -> sum + " " + Arrays.toString(hostsBySecond));
  }

  @Test
  void of_thousandHosts_lieEvenlyWithinTheSecond() {
    int[] hostsByTenth = new int[10];
    IntStream.range(0, 1_000)
        .forEach(i -> hostsByTenth[(int) (millis("web-" + i) % 1_000 / 100)]++);

    double sum = Arrays.stream(hostsByTenth).mapToDouble(n -> (n - 100) * (n - 100) / 100.0).sum();
    assertTrue(sum < 27.9, () -> sum + " " + Arrays.toString(hostsByTenth));
  }

  @Test
  void of_spreadLongerThanTheInterval_isCutToIt() {
    for (int host = 0; host < 1_000; host++) {
      HostOffset offset =
          HostOffset.of(Optional.of("web-" + host), TEN_SECONDS, Duration.ofSeconds(1));

      assertEquals(Duration.ofSeconds(1), offset.spread());
      assertTrue(offset.offset().toMillis() < 1_000, offset::toString);
    }
  }

  @Test
  void of_noSpread_sendsAtOnce() {
    assertEquals(HostOffset.NONE, HostOffset.of(Optional.of("ip-10-0-0-1"), Duration.ZERO, MINUTE));
    assertEquals("at an interval's end", HostOffset.NONE.toString());
  }

  @Test
  void of_hostWithoutAName_isDrawnAndSaysSo() {
    HostOffset offset = HostOffset.of(Optional.empty(), TEN_SECONDS, MINUTE);

    assertFalse(offset.named());
    assertTrue(offset.offset().compareTo(TEN_SECONDS) < 0, offset::toString);
    assertTrue(offset.toString().contains("set HOSTNAME"), offset::toString);
  }
}
