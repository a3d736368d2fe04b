package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who gets which buffer, and that none gets lost. */
class OutboxTest {

  private static final Series TIMER = Series.unordered("t:", "|ms");
  private static final Series GAUGE = Series.ordered("g:", "|g");

  private final Outbox outbox = new Outbox(8, 64, 0);
  private final Lane lane = new Lane(outbox);

  private void datagram(Series series) {
    lane.append(series, series.lineBytes(null, 1, 0), null, 1, 0);
    lane.flush();
  }

  private DatagramBuffer taken() {
    DatagramBuffer buffer = outbox.takeFull();
    assertNotNull(buffer);
    return buffer;
  }

  @Test
  void datagrams_withGauges_leaveOneByOne() {
    datagram(GAUGE);
    datagram(GAUGE);
    datagram(TIMER);

    DatagramBuffer first = taken();
    DatagramBuffer second = taken();
    assertTrue(first.isOrdered());
    assertFalse(second.isOrdered());
    assertTrue(outbox.putBack(first));
    assertEquals(first, taken());
    outbox.free(first);
    outbox.free(second);
    assertTrue(taken().isOrdered());
  }

  @Test
  void end_whileAllThatMayBeOutAreOut_givesTheRestToBeCounted() {
    for (int datagram = 0; datagram < 5; datagram++) {
      datagram(GAUGE);
    }
    DatagramBuffer out = taken();
    assertNull(outbox.takeFull());

    outbox.end();

    for (int datagram = 1; datagram < 5; datagram++) {
      outbox.free(taken());
    }
    assertNull(outbox.takeFull());
    assertFalse(outbox.putBack(out));
    outbox.free(out);
    assertTrue(outbox.isSettled());
  }

  @Test
  void discard_leavesNoEmptyDatagramBehind() {
    lane.append(TIMER, TIMER.lineBytes(null, 1, 0), null, 1, 0);

    assertEquals(1, lane.discard());
    assertEquals(Lane.NOT_OPEN, lane.openSinceNanos());
    lane.flush();
    assertTrue(outbox.isEmpty());
  }

  @Test
  void buffers_allInUse_areNoMoreThanTheBound() {
    for (int datagram = 0; datagram < 8; datagram++) {
      datagram(TIMER);
    }

    assertFalse(outbox.hasFree());
    assertNull(outbox.exchange(null));
    outbox.free(taken());
    assertTrue(outbox.hasFree());
    assertNotNull(outbox.exchange(null));
  }
}
