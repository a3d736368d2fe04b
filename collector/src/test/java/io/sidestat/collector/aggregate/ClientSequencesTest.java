package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.SequenceFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClientSequencesTest {

  private final ClientSequences sequences = new ClientSequences();

  private void take(long client, long... firsts) {
    for (long first : firsts) {
      sequences.take(client, first, 10);
    }
  }

  @Test
  void all_inTurn_nothingIsLost() {
    take(7, 0, 10, 20, 30);

    assertEquals(new SequenceFigures(4, 1, 0, 0), sequences.figures());
  }

  @Test
  void datagram_missing_isLostOnceEnoughOthersHaveCome() {
    take(7, 0);
    for (int i = 2; i < 2 + ClientSequences.PATIENCE; i++) {
      take(7, i * 10L);
    }
    assertEquals(0, sequences.figures().samplesLost());

    for (int i = 2; i < 2 + ClientSequences.PATIENCE; i++) {
      take(7, (i + ClientSequences.PATIENCE) * 10L);
    }
    assertEquals(new SequenceFigures(17, 1, 10, 0), sequences.figures());
  }

  /** A client with another of the same number, or whoever plays with us. */
  @Test
  void numbers_thatJumpFar_areABeginning() {
    for (int round = 0; round < 100; round++) {
      take(7, 0, 900_000_000_000_000L, 900_000_000_000_010L);
    }

    assertEquals(0, sequences.figures().samplesLost());
  }

  @Test
  void datagram_overtaken_isNotLost() {
    take(7, 0, 20, 10, 30, 40, 50, 60, 70, 80);

    assertEquals(new SequenceFigures(9, 1, 0, 1), sequences.figures());
  }

  /** It goes on where it was; what it has sent meanwhile is not known. */
  @Test
  void client_seenInTheMiddle_hasLostNothing() {
    take(7, 5_000, 5_010);

    assertEquals(0, sequences.figures().samplesLost());
  }

  @Test
  void clients_ofTheirOwnNumbers_areToldApart() {
    for (long first = 0; first < 200; first += 10) {
      take(7, first);
      take(8, first == 0 ? 0 : first + 30);
      take(-1, first);
    }

    assertEquals(new SequenceFigures(60, 3, 30, 0), sequences.figures());
  }

  @Test
  void clients_withoutEnd_areKnownUpToABoundAndTheOldestGoes() {
    for (long client = 0; client < 10_000; client++) {
      take(client, 0);
      take(3, client * 10);
    }

    SequenceFigures figures = sequences.figures();
    assertEquals(ClientSequences.CLIENTS_MAX, figures.clients());
    assertEquals(0, figures.samplesLost());
    assertTrue(figures.late() <= 1, figures::toString);
  }

  /** Any are lost, neighbours change places: what is lost is told to the sample. */
  @Property(tries = 200)
  void losses_atRandom_areCountedExactly(@ForAll long seed, @ForAll @IntRange(max = 50) int share) {
    Random random = new Random(seed);
    List<Long> firsts = new ArrayList<>();
    long lost = 0;
    for (long first = 0; first < 5_000; first += 10) {
      boolean inside = first > 100 && first < 4_800;
      if (inside && random.nextInt(100) < share) {
        lost += 10;
      } else {
        firsts.add(first);
      }
    }
    for (int i = 1; i + 1 < firsts.size(); i += 2) {
      if (firsts.get(i + 1) < 4_800 && random.nextInt(4) == 0) {
        Collections.swap(firsts, i, i + 1);
      }
    }
    ClientSequences fresh = new ClientSequences();
    firsts.forEach(first -> fresh.take(seed, first, 10));

    assertEquals(lost, fresh.figures().samplesLost());
  }
}
