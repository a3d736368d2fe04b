package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The starts of the lines rejected last, a few for each reason, so that a flood of one kind does
 * not hide another. Keeps a fixed amount of memory, 360 bytes a reason. For the owner thread.
 */
final class RejectedLines {
  /** How many lines are kept for each reason. */
  static final int LINES_MAX = 3;

  /** How much of a line is kept. */
  static final int LINE_BYTES_MAX = 120;

  private static final int REASONS = RejectReason.values().length;

  private final byte[][] lines = new byte[REASONS * LINES_MAX][LINE_BYTES_MAX];
  private final int[] lineBytes = new int[REASONS * LINES_MAX];
  private final long[] added = new long[REASONS];

  void add(RejectReason reason, byte[] bytes, int start, int end) {
    int slot = slot(reason, added[reason.ordinal()]++);
    int length = Math.min(end - start, LINE_BYTES_MAX);
    System.arraycopy(bytes, start, lines[slot], 0, length);
    lineBytes[slot] = length;
  }

  private static int slot(RejectReason reason, long number) {
    return reason.ordinal() * LINES_MAX + (int) (number % LINES_MAX);
  }

  /** The lines of that reason, the last first: untrusted, not escaped. */
  List<String> of(RejectReason reason) {
    long count = added[reason.ordinal()];
    List<String> newestFirst = new ArrayList<>(LINES_MAX);
    for (long number = count - 1; number >= Math.max(0, count - LINES_MAX); number--) {
      int slot = slot(reason, number);
      newestFirst.add(new String(lines[slot], 0, lineBytes[slot], StandardCharsets.UTF_8));
    }
    return newestFirst;
  }
}
