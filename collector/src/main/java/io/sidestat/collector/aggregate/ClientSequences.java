package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SequenceFigures;

/**
 * Follows the numbers of the samples of clients that number them, and counts those that did not
 * come. For the owner thread; allocates nothing.
 *
 * <p>What is missing counts as lost when {@value #PATIENCE} to twice as many datagrams of that
 * client have come without it: a client with two sockets may be overtaken by itself. Of a client
 * that is seen for the first time, or whose numbers jump by more than {@value #JUMP_MAX}, what it
 * sent before is not known to be lost. The last {@value #CLIENTS_MAX} clients are known.
 */
final class ClientSequences {
  static final int CLIENTS_MAX = 256;
  static final int PATIENCE = 8;

  /** More than any outage that is worth counting; who jumps further does not number samples. */
  static final long JUMP_MAX = 1_000_000_000;

  private final long[] clients = new long[CLIENTS_MAX];

  /** The number that the client's next sample should have. */
  private final long[] next = new long[CLIENTS_MAX];

  /** Samples that are missing of late, and those missing for longer; neither is lost yet. */
  private final long[] missing = new long[CLIENTS_MAX];

  private final long[] missingLonger = new long[CLIENTS_MAX];

  /** Datagrams since the two changed places. */
  private final int[] age = new int[CLIENTS_MAX];

  /** Number of the line that was the client's last. */
  private final long[] lastLine = new long[CLIENTS_MAX];

  private int known;
  private int lastIndex;
  private long lines;
  private long samplesLost;
  private long late;

  /**
   * A datagram came.
   *
   * @param client any number that names it
   * @param first the number of the datagram's first sample
   * @param samples so many are in it
   */
  void take(long client, long first, long samples) {
    lines++;
    int i = indexOf(client);
    boolean begins = lastLine[i] == 0 || first - next[i] > JUMP_MAX;
    lastLine[i] = lines;
    if (begins) {
      next[i] = first + samples;
    } else if (first < next[i]) {
      late++;
      cameAfterAll(i, samples);
    } else {
      missing[i] += first - next[i];
      next[i] = first + samples;
    }
    grow(i);
  }

  private void cameAfterAll(int i, long samples) {
    long ofLate = Math.min(missing[i], samples);
    missing[i] -= ofLate;
    missingLonger[i] = Math.max(0, missingLonger[i] - (samples - ofLate));
  }

  private void grow(int i) {
    if (missing[i] + missingLonger[i] == 0) {
      age[i] = 0;
    } else if (++age[i] >= PATIENCE) {
      age[i] = 0;
      samplesLost += missingLonger[i];
      missingLonger[i] = missing[i];
      missing[i] = 0;
    }
  }

  private int indexOf(long client) {
    if (lastIndex < known && clients[lastIndex] == client) {
      return lastIndex;
    }
    int i = 0;
    int oldest = 0;
    while (i < known && clients[i] != client) {
      oldest = lastLine[i] < lastLine[oldest] ? i : oldest;
      i++;
    }
    if (i == known) {
      i = known < CLIENTS_MAX ? known++ : forget(oldest);
      clients[i] = client;
    }
    lastIndex = i;
    return i;
  }

  /** Makes room; what is missing of that client will not come any more. */
  private int forget(int i) {
    samplesLost += missing[i] + missingLonger[i];
    missing[i] = 0;
    missingLonger[i] = 0;
    age[i] = 0;
    lastLine[i] = 0;
    return i;
  }

  SequenceFigures figures() {
    return new SequenceFigures(lines, known, samplesLost, late);
  }
}
