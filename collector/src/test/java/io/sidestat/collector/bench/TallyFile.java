package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a receiver has counted, in a file that both it and the benchmark have mapped: asking costs
 * the receiver nothing. Three 64-bit numbers in the machine's byte order: port, 0 until it listens;
 * datagrams; bytes.
 */
final class TallyFile {
  private static final int BYTES = 24;
  private static final int PORT = 0;
  private static final int DATAGRAMS = 8;
  private static final int DATAGRAM_BYTES = 16;

  private final MappedByteBuffer buffer;

  private TallyFile(MappedByteBuffer buffer) {
    this.buffer = buffer;
  }

  static TallyFile map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      buffer.order(ByteOrder.nativeOrder());
      return new TallyFile(buffer);
    }
  }

  void listening(int port) {
    buffer.putLong(PORT, port);
  }

  void add(long datagrams, long bytes) {
    buffer.putLong(DATAGRAMS, buffer.getLong(DATAGRAMS) + datagrams);
    buffer.putLong(DATAGRAM_BYTES, buffer.getLong(DATAGRAM_BYTES) + bytes);
  }

  int port() {
    return (int) buffer.getLong(PORT);
  }

  long datagrams() {
    return buffer.getLong(DATAGRAMS);
  }
}
