package io.sidestat.collector.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The form of values in the journal's blobs: CBOR, deflated at the fastest level, since a
 * distribution's doubles share most of their bytes. What cannot be read, lacks something or
 * inflates to more than it may is an {@link IOException} and nothing else. Thread-safe.
 */
final class Codec {
  /**
   * A blob says nothing of what it inflates to, up to a thousandfold. A distribution of the finest
   * accuracy over all magnitudes there are takes 9 MB, a full request 2 MB, and 65,536 hashes, as
   * sets were once stored, 600 KB.
   */
  static final int DISTRIBUTION_BYTES_MAX = 16 << 20;

  static final int BATCH_BYTES_MAX = 4 << 20;
  static final int SET_BYTES_MAX = 1 << 20;

  private static final ObjectMapper CBOR = new CBORMapper();

  private Codec() {}

  /** A timer's or gauge's stored form. */
  private record Stored(StatisticSet statistics, double[] values, double[] counts) {
    Stored {
      Objects.requireNonNull(statistics, "statistics");
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(counts, "counts");
    }

    static Stored of(Distribution distribution) {
      return new Stored(
          distribution.statistics(), distribution.gridValues(), distribution.counts());
    }

    Distribution distribution() {
      return new Distribution(statistics, values, counts);
    }
  }

  static byte[] encode(SeriesValue value) throws IOException {
    if (value instanceof Distribution distribution) {
      return deflate(Stored.of(distribution));
    }
    if (value instanceof GaugeSamples gauge) {
      return deflate(Stored.of(gauge.samples()));
    }
    if (value instanceof SetMembers set) {
      byte[] sketch = set.sketch();
      return deflate(sketch != null ? sketch : set.hashes());
    }
    return deflate(((CounterTotal) value).increments());
  }

  static SeriesValue decode(SeriesType type, byte[] blob) throws IOException {
    try {
      return switch (type) {
        case TIMER -> inflate(blob, Stored.class, DISTRIBUTION_BYTES_MAX).distribution();
        case GAUGE ->
            new GaugeSamples(inflate(blob, Stored.class, DISTRIBUTION_BYTES_MAX).distribution());
        case SET -> set(blob);
        case COUNTER -> new CounterTotal(inflate(blob, StatisticSet.class, SET_BYTES_MAX));
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("not a " + type + ": " + e.getMessage(), e);
    }
  }

  /** The hashes of a set are an array, the state of a sketch is a string of bytes. */
  private static SetMembers set(byte[] blob) throws IOException {
    JsonNode stored = inflate(blob, JsonNode.class, SET_BYTES_MAX);
    return stored.isBinary()
        ? SetMembers.ofSketch(stored.binaryValue())
        : SetMembers.of(present(CBOR.treeToValue(stored, long[].class)));
  }

  static byte[] encode(DatumBatch batch) throws IOException {
    return deflate(batch);
  }

  static DatumBatch decodeBatch(byte[] blob) throws IOException {
    return inflate(blob, DatumBatch.class, BATCH_BYTES_MAX);
  }

  static String dimensionsText(List<Dimension> dimensions) throws IOException {
    return JSON.writeValueAsString(dimensions);
  }

  static List<Dimension> dimensions(String text) throws IOException {
    List<Dimension> dimensions = present(JSON.readValue(text, DIMENSIONS));
    for (Dimension dimension : dimensions) {
      present(dimension);
    }
    return dimensions;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Dimension>> DIMENSIONS = new TypeReference<>() {};

  private static byte[] deflate(Object value) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      CBOR.writeValue(out, value);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static <T> T inflate(byte[] blob, Class<T> form, int bytesMax) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(blob))) {
      // One more than is allowed, so that what is longer is seen to be.
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException("holds more than " + bytesMax + " bytes");
      }
      return present(CBOR.readValue(bytes, form));
    }
  }

  /** What was read, unless a null stands there. */
  private static <T> T present(@Nullable T read) throws IOException {
    if (read == null) {
      throw new IOException("there is a null where a value is due");
    }
    return read;
  }
}
