package io.sidestat.collector.shape;

import static io.sidestat.collector.fuzz.FuzzTarget.hold;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.Validation;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.fuzz.FuzzTarget;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.publish.RequestTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From datagrams to requests, over a few intervals and with limits that are soon reached. Nothing
 * throws, each interval's ledger balances, the requests carry as many samples as the series they
 * are made of, and CloudWatch would take every one.
 *
 * <pre>
 * input     = flags datagram *( separator datagram )
 * flags     bit 0: mapping rules; 1: originals are left out; 2: the host's dimensions; 3: grid of
 *           0.1 % in place of 0.5 %; 4 and 5: series limit; 6: intervals of 10 s, not a minute
 * separator = %xFF, the next datagram / %xFE, the next interval      neither is part of UTF-8
 * </pre>
 */
public final class ColdPathFuzzTarget implements FuzzTarget {
  private static final byte NEXT_DATAGRAM = (byte) 0xff;
  private static final byte NEXT_INTERVAL = (byte) 0xfe;
  private static final int NEW_PER_MINUTE = 20;
  private static final int[] SERIES_LIMITS = {1, 2, 8, 40};
  private static final List<List<String>> ROLL_UPS =
      List.of(List.of(), List.of("a"), List.of("a", "b"), List.of("Environment"), List.of("k"));

  /** Counts of many samples add up to double precision. */
  private static final double ROUNDED_BY_MAX = 1e-9;

  private final Shaper plain = new Shaper("Fuzz", Map.of("Environment", "fuzz"));
  private final Shaper ruled = Shaper.of(config());
  private final Grid coarse = Grid.within(0.005);
  private final Grid fine = Grid.within(0.001);
  private final HostDimensions host =
      new HostDimensions(
          2, () -> List.of(new Dimension("InstanceId", "i-1"), new Dimension("a", "host")));
  private final Validation validation = new Validation(Instant.EPOCH);

  private static CollectorConfig config() {
    Path rules = Path.of("src", "test", "resources", "fuzz", "rules.yaml");
    try {
      return ConfigLoader.load(
              new ConfigSources(
                  Optional.of(rules), Optional.empty(), Map.of("HOME", "/"), Map.of()))
          .config();
    } catch (ConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public Path kept() {
    return FuzzTarget.keptIn("datagrams");
  }

  /** Kept datagrams serve; beyond them, what only several datagrams can do. */
  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String text :
        List.of(
            "\u0000a:1|ms\u00ffa:2|ms|#a:b\u00ffa:3|ms|@0.1|#a:b,b:c",
            "\u0001a1.x:1|c\u00feq.b:+4|g|#k:v\u00feq.b:-4|g\u00ffx:1|s|#t:11",
            "Fn:-1e-3:1e100:0|h|#k:1\u00fen:2:3:4:5|d\u00ffu:7:8|s|#a:b")) {
      seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return seeds;
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte flags = input[0];
    Grid grid = is(flags, 3) ? fine : coarse;
    Feed feed =
        new Feed(
            new SeriesConfig(SERIES_LIMITS[flags >> 4 & 3], NEW_PER_MINUTE),
            grid,
            is(flags, 0) ? ruled : plain);
    feed.intervals(is(flags, 6) ? 10_000 : 60_000);
    IntervalShaper shaper =
        new IntervalShaper(
            is(flags, 2) ? host : HostDimensions.NONE,
            new RollUps(ROLL_UPS, !is(flags, 1)),
            new RequestPacker(grid));
    int start = 1;
    for (int i = 1; i <= input.length; i++) {
      if (i == input.length || input[i] == NEXT_DATAGRAM || input[i] == NEXT_INTERVAL) {
        feed.send(Arrays.copyOfRange(input, start, i));
        start = i + 1;
        if (i == input.length || input[i] == NEXT_INTERVAL) {
          check(feed.close(), shaper);
        }
      }
    }
  }

  private static boolean is(byte flags, int bit) {
    return (flags >> bit & 1) == 1;
  }

  private void check(Fragment closed, IntervalShaper shaper) {
    hold(closed.ledger().balanced(), "the ledger");
    hold(closed.ledger().recorded() > 0 == !closed.series().isEmpty(), "recorded and no series");
    Fragment history = shaper.history(closed);
    List<ClosedSeries> published = shaper.rollUps().applyTo(history.series());
    hold(
        new HashSet<>(published.stream().map(ClosedSeries::id).toList()).size() == published.size(),
        "an identity comes twice");
    List<DatumBatch> requests = shaper.requests(history);
    double samples = published.stream().mapToDouble(one -> samples(one.value())).sum();
    double sent = requests.stream().mapToDouble(ColdPathFuzzTarget::samples).sum();
    hold(Math.abs(samples - sent) <= samples * ROUNDED_BY_MAX, "samples " + samples + ", " + sent);
    for (DatumBatch request : requests) {
      int bytes = WireSize.ofRequest(request.namespace());
      bytes += request.datums().stream().mapToInt(WireSize::of).sum();
      hold(bytes <= RequestPacker.REQUEST_BYTES_MAX, "the request's size");
      Optional<String> refusal = validation.refusal(RequestTree.of(request));
      hold(refusal.isEmpty(), "accepted: " + refusal.orElse(""));
    }
  }

  /** A set goes as one number, however many members it has. */
  private static double samples(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return distribution.statistics().count();
    }
    if (value instanceof GaugeSamples gauge) {
      return gauge.samples().statistics().count();
    }
    return value instanceof CounterTotal counter ? counter.increments().count() : 1;
  }

  private static double samples(DatumBatch request) {
    double samples = 0;
    for (Datum datum : request.datums()) {
      samples += datum.statistics() == null ? 1 : datum.statistics().count();
    }
    return samples;
  }

  @Override
  public String toString() {
    return "cold path";
  }
}
