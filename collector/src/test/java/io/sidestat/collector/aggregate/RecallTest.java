package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.protocol.DatagramParser;
import io.sidestat.collector.shape.Shaper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Lines that are recalled do what lines that are read do. */
class RecallTest {
  private static final int MINUTES_AN_HOUR = 60;

  private static final List<String> HEADS = List.of("a", "b", "c.of.sixteen.by", "d,k=v", "e[k");
  private static final List<String> VALUES =
      List.of("1", "12.25", "-3", "+4", "1:2:3", "x", "7:x", "1e300", "v]:1", "");
  private static final List<String> RESTS =
      List.of(
          "|c",
          "|ms",
          "|g",
          "|s",
          "|c|@0.5",
          "|c|#u:1",
          "|c|#u:2|c:box",
          "|c|#u:3\r",
          "|ms|#u:4",
          "|c|T1",
          "|c|new",
          "|c:2|g");

  /** Recalls nothing. */
  private record Reading(Aggregator aggregator) implements SampleSink {
    @Override
    public void accept(RawSample sample) {
      aggregator.accept(sample);
    }
  }

  /** An aggregator and a parser in front of it. */
  private static final class Pipeline {
    final LedgerBook book = new LedgerBook();
    final Aggregator aggregator;
    final DatagramParser parser;

    Pipeline(int limit, boolean recalls) {
      aggregator =
          new Aggregator(
              new Shaper("Test", Map.of()),
              Grid.within(0.005),
              new SeriesConfig(limit, 3),
              book,
              0x5eed);
      parser = new DatagramParser(recalls ? aggregator : new Reading(aggregator), book);
    }

    void send(String datagram) {
      byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
      parser.parse(bytes, 0, bytes.length);
    }

    Fragment close(long minute) {
      return aggregator
          .close(new Interval(minute * Feed.MINUTE_MILLIS, Feed.MINUTE_MILLIS))
          .toFragment("run", minute);
    }
  }

  @Property(tries = 300)
  void lines_recalled_leaveTheSameSeriesAndLedger(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int limit) {
    Random random = new Random(seed);
    Pipeline recalling = new Pipeline(limit, true);
    Pipeline reading = new Pipeline(limit, false);
    for (int minute = 0; minute < 5; minute++) {
      for (int i = 0; i < 100; i++) {
        String line =
            HEADS.get(random.nextInt(HEADS.size()))
                + ':'
                + VALUES.get(random.nextInt(VALUES.size()))
                + RESTS.get(random.nextInt(RESTS.size()));
        recalling.send(line);
        reading.send(line);
      }
      assertEquals(reading.close(minute), recalling.close(minute));
      assertEquals(reading.book.lineCounts(), recalling.book.lineCounts());
    }
  }

  @Test
  void gauge_ofARecalledLine_keepsItsValueWhileSamplesCome() {
    Feed feed = new Feed().send("g:5|g", "g:5|g");
    for (int minute = 0; minute <= 2 * MINUTES_AN_HOUR; minute++) {
      feed.send("g:+1|g").close();
    }

    GaugeSamples value = (GaugeSamples) feed.send("g:+1|g").closeOne();

    assertEquals(2 * MINUTES_AN_HOUR + 7, value.samples().statistics().max());
    assertEquals(1, feed.aggregator().spellings());
  }

  /** A spelling that was forgotten would be shaped anew, and its name counted as mended again. */
  @Test
  void spelling_ofARecalledLine_isKnownWhileSamplesCome() {
    Feed feed = new Feed().send("caf\u00e9:1|c", "caf\u00e9:1|c");
    for (int minute = 0; minute <= 3 * MINUTES_AN_HOUR; minute++) {
      feed.send("caf\u00e9:1|c").close();
    }

    assertEquals(1, feed.book().mendedNamesEver().count());
  }

  @Test
  void gauge_ofARecalledLine_forgetsItsValueAfterAnHourWithoutSamples() {
    Feed feed = new Feed().send("g:5|g", "g:5|g", "g:5|g");
    for (int minute = 0; minute <= MINUTES_AN_HOUR; minute++) {
      feed.close();
    }

    GaugeSamples value = (GaugeSamples) feed.send("g:+1|g").closeOne();

    assertEquals(1, value.samples().statistics().max());
  }

  /** Container ids without end are lines without end. */
  @Test
  void lines_moreThanThereIsRoomFor_areReadInFullUntilTheMinutesEnd() {
    Feed feed = new Feed(10, 0.005).send("c:1|c");
    for (int i = 0; i < 1_000; i++) {
      feed.send("c:1|c|c:container-" + i);
    }

    assertEquals(10 * Aggregator.SPELLINGS_PER_SERIES, feed.aggregator().linesKnown());
    assertEquals(1_001, feed.close().ledger().aggregated());
    assertEquals(0, feed.aggregator().linesKnown());
    feed.send("c:1|c", "c:1|c");
    assertEquals(1, feed.aggregator().linesKnown());
    assertEquals(new StatisticSet(2, 2, 1, 1), ((CounterTotal) feed.closeOne()).increments());
  }
}
