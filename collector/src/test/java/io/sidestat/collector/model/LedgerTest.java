package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void plus_twoStretches_addUpByReason() {
    Ledger left =
        new Ledger(1, 17, 5, 4, 3, 2, Map.of(RejectReason.BAD_VALUE, 2L, RejectReason.NO_TYPE, 1L));
    Ledger right = new Ledger(2, 37, 1, 11, 22, 0, Map.of(RejectReason.BAD_VALUE, 3L));

    assertEquals(
        new Ledger(
            3, 54, 6, 15, 25, 2, Map.of(RejectReason.BAD_VALUE, 5L, RejectReason.NO_TYPE, 1L)),
        left.plus(right));
  }

  @Test
  void plus_empty_changesNothing() {
    Ledger ledger = new Ledger(1, 3, 1, 0, 0, 1, Map.of(RejectReason.BAD_RATE, 1L));

    assertEquals(ledger, ledger.plus(Ledger.EMPTY));
    assertEquals(ledger, Ledger.EMPTY.plus(ledger));
  }

  @Test
  void balanced_everySampleInOnePlace_isTrue() {
    Map<RejectReason, Long> rejected =
        Map.of(RejectReason.BAD_RATE, 1L, RejectReason.BAD_VALUE, 2L);

    Ledger ledger = new Ledger(1, 21, 3, 5, 6, 4, rejected);
    assertTrue(ledger.balanced());
    assertEquals(3, ledger.rejectedTotal());
    assertEquals(8, ledger.recorded());
  }

  @Test
  void balanced_aSampleMissingOrTwice_isFalse() {
    assertFalse(new Ledger(1, 2, 1, 0, 0, 0, Map.of()).balanced());
    assertFalse(new Ledger(1, 2, 2, 0, 0, 1, Map.of()).balanced());
  }
}
