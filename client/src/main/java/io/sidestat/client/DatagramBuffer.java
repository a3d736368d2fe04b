package io.sidestat.client;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One datagram being filled, waiting or free: whole lines with a newline between two. Of a series
 * that packs, a value that follows another of the same goes into its line: {@code name:1:2|ms}.
 *
 * <p>Not thread-safe: owned by a {@link Lane} while it is filled, by the {@link Outbox} from then
 * on, and by who has taken it from there.
 */
final class DatagramBuffer {

  private final byte[] bytes;
  private final ByteBuffer view;
  private final int start;
  private int length;
  private int samples;
  private boolean ordered;
  private boolean numbered;
  private long firstNumber;

  /** Whose line is the last one, if it can take more values. */
  private @Nullable Series packing;

  /**
   * An empty one.
   *
   * @param start bytes left free for the line that numbers its samples
   */
  DatagramBuffer(int bytesMax, int start) {
    bytes = new byte[bytesMax];
    view = ByteBuffer.wrap(bytes);
    this.start = start;
    length = start;
  }

  boolean hasRoom(Series series, int lineBytes) {
    int more = series == packing ? series.valueBytes(lineBytes) + 1 : separatorBytes() + lineBytes;
    return length + more <= bytes.length;
  }

  void append(Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    if (series == packing) {
      length = series.writeBehind(bytes, length, lineBytes, text, unscaled, decimals);
    } else {
      if (separatorBytes() > 0) {
        bytes[length++] = '\n';
      }
      series.write(bytes, length, lineBytes, text, unscaled, decimals);
      length += lineBytes;
      packing = series.packs() ? series : null;
    }
    samples += series.samples();
    ordered |= series.isOrdered();
  }

  private int separatorBytes() {
    return length == start ? 0 : 1;
  }

  int samples() {
    return samples;
  }

  /** Whether there are lines in it that must not overtake others. */
  boolean isOrdered() {
    return ordered;
  }

  /** Numbers its samples; once, however often it was tried before. */
  void number(SequenceLine sequence) {
    if (!numbered) {
      numbered = true;
      firstNumber = sequence.write(bytes, samples);
    }
  }

  /** Gives its samples' numbers back, unless others have been given since. */
  void forgetNumber(SequenceLine sequence) {
    if (numbered) {
      numbered = false;
      sequence.giveBack(firstNumber, samples);
    }
  }

  /** What is to be sent, from its first byte, however often it was tried before. */
  ByteBuffer content() {
    view.clear();
    view.limit(length);
    return view;
  }

  void clear() {
    length = start;
    numbered = false;
    samples = 0;
    ordered = false;
    packing = null;
  }
}
