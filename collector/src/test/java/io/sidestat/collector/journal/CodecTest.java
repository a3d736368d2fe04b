package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
