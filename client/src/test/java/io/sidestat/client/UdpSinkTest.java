package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the sink is open without anybody having opened it. */
class UdpSinkTest {
  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::1, true", "999.1.1.1, false", "no-such-host.invalid, false"})
  void isOpen_atOnce_onlyForAnAddress(String host, boolean open) {
    UdpSink sink = new UdpSink(host, 8125);
    try {
      assertEquals(open, sink.isOpen());
    } finally {
      sink.close();
    }
  }
}
