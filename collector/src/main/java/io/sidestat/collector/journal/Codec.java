package io.sidestat.collector.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

  /** Ten thousand timers of the most values that are sent take 30 MB. */
  static final int FRAGMENT_BYTES_MAX = 512 << 20;

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

  /** A fragment's stored form. */
  private record StoredFragment(
      String run, long sequence, Interval interval, Ledger ledger, List<StoredSeries> series) {
    static StoredFragment of(Fragment fragment) {
      return new StoredFragment(
          fragment.run(),
          fragment.sequence(),
          fragment.interval(),
          fragment.ledger(),
          fragment.series().stream().map(StoredSeries::of).toList());
    }

    Fragment fragment() throws IOException {
      List<ClosedSeries> closed = new ArrayList<>();
      for (StoredSeries one : present(series)) {
        closed.add(present(one).closed());
      }
      return new Fragment(present(run), sequence, present(interval), closed, present(ledger));
    }
  }

  /** A series within it. */
  private record StoredSeries(MetricId id, Resolution resolution, long samples, byte[] value) {
    static StoredSeries of(ClosedSeries series) {
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      write(value, form(series.value()));
      return new StoredSeries(
          series.id(), series.resolution(), series.samples(), value.toByteArray());
    }

    ClosedSeries closed() throws IOException {
      SeriesType type = present(present(id).type());
      SeriesValue read = Codec.value(type, present(value));
      return new ClosedSeries(id, present(resolution), read, samples);
    }
  }

  /** What is written for a value. */
  private static Object form(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return Stored.of(distribution);
    }
    if (value instanceof GaugeSamples gauge) {
      return Stored.of(gauge.samples());
    }
    if (value instanceof SetMembers set) {
      byte[] sketch = set.sketch();
      return sketch != null ? sketch : set.hashes();
    }
    return ((CounterTotal) value).increments();
  }

  static byte[] encode(SeriesValue value) {
    return deflate(form(value));
  }

  static SeriesValue decode(SeriesType type, byte[] blob) throws IOException {
    boolean small = type == SeriesType.SET || type == SeriesType.COUNTER;
    return value(type, inflate(blob, small ? SET_BYTES_MAX : DISTRIBUTION_BYTES_MAX));
  }

  private static SeriesValue value(SeriesType type, byte[] cbor) throws IOException {
    try {
      return switch (type) {
        case TIMER -> read(cbor, Stored.class).distribution();
        case GAUGE -> new GaugeSamples(read(cbor, Stored.class).distribution());
        case SET -> set(read(cbor, JsonNode.class));
        case COUNTER -> new CounterTotal(read(cbor, StatisticSet.class));
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("not a " + type + ": " + e.getMessage(), e);
    }
  }

  /** The hashes of a set are an array, the state of a sketch is a string of bytes. */
  private static SetMembers set(JsonNode stored) throws IOException {
    return stored.isBinary()
        ? SetMembers.ofSketch(stored.binaryValue())
        : SetMembers.of(present(CBOR.treeToValue(stored, long[].class)));
  }

  static byte[] encode(DatumBatch batch) {
    return deflate(batch);
  }

  static byte[] encode(Fragment fragment) {
    return deflate(StoredFragment.of(fragment));
  }

  static Fragment decodeFragment(byte[] blob) throws IOException {
    try {
      return read(inflate(blob, FRAGMENT_BYTES_MAX), StoredFragment.class).fragment();
    } catch (IllegalArgumentException e) {
      throw new IOException("not a fragment: " + e.getMessage(), e);
    }
  }

  static DatumBatch decodeBatch(byte[] blob) throws IOException {
    return read(inflate(blob, BATCH_BYTES_MAX), DatumBatch.class);
  }

  static String dimensionsText(List<Dimension> dimensions) {
    try {
      return JSON.writeValueAsString(dimensions);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
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

  private static byte[] deflate(Object value) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(new DeflaterOutputStream(bytes, deflater), value);
    deflater.end();
    return bytes.toByteArray();
  }

  /** Into memory, where nothing can fail; closes the stream. */
  private static void write(OutputStream memory, Object value) {
    try (memory) {
      CBOR.writeValue(memory, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] inflate(byte[] blob, int bytesMax) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(blob))) {
      // One more than is allowed, so that what is longer is seen to be.
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException("holds more than " + bytesMax + " bytes");
      }
      return bytes;
    }
  }

  private static <T> T read(byte[] cbor, Class<T> form) throws IOException {
    return present(CBOR.readValue(cbor, form));
  }

  /** What was read, unless a null stands there. */
  private static <T> T present(@Nullable T read) throws IOException {
    if (read == null) {
      throw new IOException("there is a null where a value is due");
    }
    return read;
  }
}
