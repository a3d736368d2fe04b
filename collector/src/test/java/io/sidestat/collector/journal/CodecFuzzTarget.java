package io.sidestat.collector.journal;

import static io.sidestat.collector.fuzz.FuzzTarget.hold;

import io.sidestat.collector.fuzz.FuzzTarget;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a journal's rows hold, damaged or made by somebody else: read, or refused with an {@link
 * IOException}. What is read is written and read again as the same.
 *
 * <pre>
 * input = form content
 * form  bits 0 to 2: 0 to 3 a series' value by the ordinal of its type, 4 a request, 5 and up a
 *       metric's dimensions; 7: the content stands as it is, not deflated by the target
 * </pre>
 */
public final class CodecFuzzTarget implements FuzzTarget {
  private static final byte REQUEST = 4;
  private static final byte DIMENSIONS = 5;
  private static final int FORM_MASK = 7;
  private static final SeriesType[] TYPES = SeriesType.values();

  @Override
  public Path kept() {
    return FuzzTarget.keptIn("journal");
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    Distribution distribution =
        new Distribution(
            new StatisticSet(3, 4.5, -0.5, 3), new double[] {-0.5, 2, 3}, new double[] {1, 1, 1});
    List<SeriesValue> values =
        List.of(
            distribution,
            GaugeSamples.of(0.25),
            new CounterTotal(StatisticSet.of(7)),
            SetMembers.of(1, -1, 1L << 40),
            SetMembers.of(LongStream.range(0, 2_000).toArray()));
    List<byte[]> seeds = new ArrayList<>();
    for (SeriesValue value : values) {
      seeds.add(input(value.type().ordinal(), inflated(Codec.encode(value))));
    }
    List<Dimension> dimensions = List.of(new Dimension("a", "b"));
    Datum datum =
        new Datum(
            "n", dimensions, 60_000, Unit.COUNT, 60, null, new double[] {1}, new double[] {1});
    seeds.add(input(REQUEST, inflated(Codec.encode(new DatumBatch("N", List.of(datum))))));
    seeds.add(input(DIMENSIONS, Codec.dimensionsText(dimensions).getBytes(StandardCharsets.UTF_8)));
    return seeds;
  }

  private static byte[] input(int form, byte[] content) {
    byte[] input = new byte[content.length + 1];
    input[0] = (byte) form;
    System.arraycopy(content, 0, input, 1, content.length);
    return input;
  }

  private static byte[] inflated(byte[] blob) throws IOException {
    return new InflaterInputStream(new ByteArrayInputStream(blob)).readAllBytes();
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    try {
      decode(input[0] & FORM_MASK, content, input[0] < 0);
    } catch (IOException e) {
      // Whoever reads a journal is ready for that.
    }
  }

  private static void decode(int form, byte[] content, boolean asItIs) throws IOException {
    if (form >= DIMENSIONS) {
      String text = new String(content, StandardCharsets.UTF_8);
      List<Dimension> dimensions = Codec.dimensions(text);
      hold(dimensions.equals(Codec.dimensions(Codec.dimensionsText(dimensions))), "again");
      return;
    }
    byte[] blob = asItIs ? content : deflated(content);
    if (form == REQUEST) {
      DatumBatch batch = Codec.decodeBatch(blob);
      hold(batch.equals(Codec.decodeBatch(Codec.encode(batch))), "again");
      return;
    }
    SeriesValue value = Codec.decode(TYPES[form], blob);
    hold(value.equals(Codec.decode(TYPES[form], Codec.encode(value))), "again");
    if (value instanceof SetMembers set) {
      hold(set.size() >= 0, "members");
    }
  }

  @Override
  public String toString() {
    return "journal";
  }
}
