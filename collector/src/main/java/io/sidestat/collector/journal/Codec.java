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
 * distribution's doubles share most of their bytes. What cannot be read, or lacks something, is an
 * {@link IOException} and nothing else. Thread-safe.
 */
final class Codec {
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
      SeriesValue read = Codec.value(type, new ByteArrayInputStream(present(value)));
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
    try (InputStream in = inflating(blob)) {
      return value(type, in);
    }
  }

  private static SeriesValue value(SeriesType type, InputStream in) throws IOException {
    try {
      return switch (type) {
        case TIMER -> read(in, Stored.class).distribution();
        case GAUGE -> new GaugeSamples(read(in, Stored.class).distribution());
        case SET -> set(read(in, JsonNode.class));
        case COUNTER -> new CounterTotal(read(in, StatisticSet.class));
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
      return inflate(blob, StoredFragment.class).fragment();
    } catch (IllegalArgumentException e) {
      throw new IOException("not a fragment: " + e.getMessage(), e);
    }
  }

  static DatumBatch decodeBatch(byte[] blob) throws IOException {
    return inflate(blob, DatumBatch.class);
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

  private static <T> T inflate(byte[] blob, Class<T> form) throws IOException {
    try (InputStream in = inflating(blob)) {
      return read(in, form);
    }
  }

  private static InputStream inflating(byte[] blob) {
    return new InflaterInputStream(new ByteArrayInputStream(blob));
  }

  private static <T> T read(InputStream in, Class<T> form) throws IOException {
    return present(CBOR.readValue(in, form));
  }

  /** What was read, unless a null stands there. */
  private static <T> T present(@Nullable T read) throws IOException {
    if (read == null) {
      throw new IOException("there is a null where a value is due");
    }
    return read;
  }
}
