package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static SetMembers roundTrip(SetMembers members) throws IOException {
    return (SetMembers) Codec.decode(SeriesType.SET, Codec.encode(members));
  }

  private static byte[] deflated(@Nullable Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      new CBORMapper().writeValue(out, value);
    }
    return bytes.toByteArray();
  }

  @Test
  void decode_set_isTheOneEncoded() throws IOException {
    SetMembers exact = SetMembers.of(-1, 0, 7, Long.MIN_VALUE);
    SetMembers estimated = SetMembers.of(LongStream.range(0, 5_000).map(i -> i * i * i).toArray());

    assertEquals(exact, roundTrip(exact));
    assertEquals(estimated, roundTrip(estimated));
    assertEquals(SetMembers.of(), roundTrip(SetMembers.of()));
  }

  @Test
  void decode_setOfManyHashes_isEstimated() throws IOException {
    // As sets of up to 65,536 members were stored before there were sketches.
    long[] hashes = LongStream.range(0, 65_536).map(i -> i * 0x9E37_79B9_7F4A_7C15L).toArray();

    assertEquals(SetMembers.of(hashes), Codec.decode(SeriesType.SET, deflated(hashes)));
  }

  @Test
  void decode_sketchOfAnotherSize_isAnIoException() throws IOException {
    byte[] blob = deflated(new byte[100]);

    assertThrows(IOException.class, () -> Codec.decode(SeriesType.SET, blob));
  }

  @Test
  void decode_contentThatLacksSomething_isAnIoException() throws IOException {
    StatisticSet statistics = StatisticSet.of(1);
    List<Object> lacking =
        List.of(
            Optional.empty(),
            Map.of("values", List.of(1), "counts", List.of(1)),
            Map.of("statistics", statistics, "counts", List.of(1)),
            Map.of("statistics", statistics, "values", List.of(1)));
    for (Object content : lacking) {
      byte[] blob = deflated(content.equals(Optional.empty()) ? null : content);
      for (SeriesType type : SeriesType.values()) {
        assertThrows(
            IOException.class, () -> Codec.decode(type, blob), () -> type + ": " + content);
      }
    }
  }

  /** A hundred kilobytes that inflate to a hundred megabytes. */
  @Test
  void decode_blobThatInflatesBeyondBounds_isAnIoException() throws IOException {
    byte[] blob = deflatedNoughts(100 << 20);

    for (SeriesType type : SeriesType.values()) {
      IOException e = assertThrows(IOException.class, () -> Codec.decode(type, blob));
      assertTrue(String.valueOf(e.getMessage()).startsWith("holds more than "), e::toString);
    }
    IOException e = assertThrows(IOException.class, () -> Codec.decodeBatch(blob));
    assertEquals("holds more than 4194304 bytes", e.getMessage());
  }

  private static byte[] deflatedNoughts(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      byte[] some = new byte[1 << 16];
      for (int written = 0; written < count; written += some.length) {
        out.write(some);
      }
    }
    return bytes.toByteArray();
  }

  /** The finest accuracy over all magnitudes there are, below zero and above. */
  @Test
  void decode_widestDistribution_isTheOneEncoded() throws IOException {
    Grid grid = Grid.within(0.001);
    int cells = grid.cellsPerOctave();
    double[] above =
        IntStream.range(0, cells * (Grid.EXPONENT_MAX - Grid.EXPONENT_MIN))
            .mapToDouble(i -> grid.value(Grid.EXPONENT_MIN + i / cells, i % cells))
            .toArray();
    double[] values =
        DoubleStream.concat(
                IntStream.range(0, above.length).mapToDouble(i -> -above[above.length - 1 - i]),
                Arrays.stream(above))
            .toArray();
    double[] counts = new double[values.length];
    Arrays.fill(counts, 1e9 / 3);
    StatisticSet statistics =
        new StatisticSet(counts[0] * counts.length, 0, values[0], values[values.length - 1]);
    Distribution widest = new Distribution(statistics, values, counts);

    assertEquals(widest, Codec.decode(SeriesType.TIMER, Codec.encode(widest)));
  }

  @Test
  void decodeBatch_contentThatLacksSomething_isAnIoException() throws IOException {
    Map<String, Object> datum =
        Map.of(
            "dimensions", List.of(), "unit", "COUNT", "values", List.of(1), "counts", List.of(1));
    List<@Nullable Object> lacking = new ArrayList<>();
    lacking.add(null);
    lacking.add(Map.of("namespace", "N"));
    lacking.add(Map.of("datums", List.of(Map.of())));
    lacking.add(Map.of("namespace", "N", "datums", List.of(datum)));
    for (Object content : lacking) {
      byte[] blob = deflated(content);
      assertThrows(IOException.class, () -> Codec.decodeBatch(blob), () -> "" + content);
    }
  }

  @Test
  void dimensions_textThatIsNone_isAnIoException() {
    assertThrows(IOException.class, () -> Codec.dimensions("null"));
    assertThrows(IOException.class, () -> Codec.dimensions("[null]"));
    assertThrows(IOException.class, () -> Codec.dimensions(""));
  }
}
