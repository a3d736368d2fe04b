package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What comes in at a collector's sockets, and what is lost there. */
class ListenersCheckTest {
  private static final String EIGHT_MIB = "'receiveBufferBytes': 8388608";
  private static final String SOME = "{'received': 12, 'datagrams': 4, 'aggregated': 12}";
  private static final String NONE = "{'received': 0, 'datagrams': 0}";

  @Test
  void samples_comingIn_areOkWithFigures() throws Exception {
    assertEquals(
        """
        ok listener: udp:127.0.0.1:8125, datagrams received: 4, receive buffer 8.0 MiB
        ok samples: 12 received in 4 datagrams, 12 of them aggregated, in 0 series of the last hour
        """,
        text("'datagrams': 4, 'kernelDrops': 0, " + EIGHT_MIB, SOME, "2026-11-26T11:00:00Z"));
  }

  @Test
  void samples_noneForLong_isWrongAndTellsHowToTry() throws Exception {
    String text = text(EIGHT_MIB, NONE, "2026-11-26T11:00:00Z");

    assertTrue(text.contains("WRONG samples: nobody sends"), text);
    assertTrue(text.contains("since the collector started, 60 min ago"), text);
    assertTrue(text.contains("/dev/udp/127.0.0.1/8125"), text);
  }

  @Test
  void samples_noneSinceAMoment_isANote() throws Exception {
    String text = text(EIGHT_MIB, NONE, "2026-11-26T11:59:30Z");

    assertTrue(text.contains("note samples: none received yet"), text);
  }

  @Test
  void kernelDrops_some_areWrongAndNameTheSysctl() throws Exception {
    String text = text("'kernelDrops': 7, " + EIGHT_MIB, SOME, "");

    assertTrue(text.contains("WRONG listener: udp:127.0.0.1:8125: the kernel has dropped 7"), text);
    assertTrue(text.contains("sysctl -w net.core.rmem_max=8388608"), text);
  }

  @Test
  void samplesNumbered_thatNeverCame_areWrong() throws Exception {
    String text =
        text(
            "'kernelDrops': 0, " + EIGHT_MIB + "}], 'sequences': {'samplesLost': 40}, 'others': [{",
            SOME,
            "");

    assertTrue(text.contains("WRONG listener: 40 samples that apps have numbered"), text);
    assertTrue(text.contains("sysctl -w net.core.rmem_max=8388608"), text);
  }

  @Test
  void receiveBuffer_small_isANote() throws Exception {
    String text = text("'receiveBufferBytes': 212992", SOME, "");

    assertTrue(text.contains("note listener: udp:127.0.0.1:8125: its receive buffer of 208 KiB"));
    assertTrue(text.contains("sysctl -w net.core.rmem_max=8388608"), text);
  }

  @Test
  void refused_whileNothingElseComesIn_isWrong() throws Exception {
    String refused = "'refusedDatagrams': 3, 'lastRefusedFrom': '10.0.0.7', " + EIGHT_MIB;

    String alone = text(refused, NONE, "");
    String besides = text(refused, SOME, "");

    assertTrue(alone.contains("WRONG listener: udp:127.0.0.1:8125: 3 datagrams"), alone);
    assertTrue(besides.contains("note listener: udp:127.0.0.1:8125: 3 datagrams"), besides);
    assertTrue(besides.contains("the last from 10.0.0.7"), besides);
    assertTrue(besides.contains("listen.allow"), besides);
  }

  private static String text(String listener, String ledger, String startedAt) throws Exception {
    return Given.text(
        new ListenersCheck(
                Given.publishing().config(),
                Given.json(
                    "{'startedAt': '%s', 'ledger': %s, 'listeners': [{'address': 'udp:127.0.0.1:8125', %s}]}"
                        .formatted(startedAt, ledger, listener)),
                Given.NOW)
            .findings());
  }
}
