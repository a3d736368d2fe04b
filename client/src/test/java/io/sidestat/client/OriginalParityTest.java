package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.timgroup.statsd.NonBlockingStatsDClient;
import com.timgroup.statsd.StatsDClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same calls on this client and on the one it replaces, compared line by line. */
class OriginalParityTest {

  private static final long FAR_FUTURE_MILLIS = Long.MAX_VALUE;

  @Test
  void everyMethod_sendsTheLinesOfTheOriginal() throws IOException {
    List<String> expected =
        List.of(
            "p.a:3|c",
            "p.a:-3|c",
            "p.b:3|c|@0.3",
            "p.b:4|c",
            "p.c:1|c",
            "p.d:1|c",
            "p.e:-1|c",
            "p.f:-1|c",
            "p.g:7|g",
            "p.g:0|g",
            "p.g:-7|g",
            "p.h:7.25|g",
            "p.h:0|g",
            "p.h:-7.25|g",
            "p.i:+4|g",
            "p.i:-4|g",
            "p.i:+0|g",
            "p.j:+4.5|g",
            "p.j:-4.5|g",
            "p.k:9|g",
            "p.l:9.5|g",
            "p.m:x y|s",
            "p.n:user@example.com|s",
            "p.o:12|ms",
            "p.o:-12|ms",
            "p.p:13|ms|@0.1",
            "p.q:0|ms",
            "p.r:14|ms");

    assertSameLines("p", expected, OriginalParityTest::callEveryMethod);
  }

  private static void callEveryMethod(StatsDClient client) {
    client.count("a", 3);
    client.count("a", -3);
    client.count("b", 3, 0.3);
    client.count("b", 4, 1.0);
    client.incrementCounter("c");
    client.increment("d");
    client.decrementCounter("e");
    client.decrement("f");
    client.recordGaugeValue("g", 7);
    client.recordGaugeValue("g", -7);
    client.recordGaugeValue("h", 7.25);
    client.recordGaugeValue("h", -7.25);
    client.recordGaugeDelta("i", 4);
    client.recordGaugeDelta("i", -4);
    client.recordGaugeDelta("i", 0);
    client.recordGaugeDelta("j", 4.5);
    client.recordGaugeDelta("j", -4.5);
    client.gauge("k", 9);
    client.gauge("l", 9.5);
    client.recordSetEvent("m", "x y");
    client.set("n", "user@example.com");
    client.recordExecutionTime("o", 12);
    client.recordExecutionTime("o", -12);
    client.recordExecutionTime("p", 13, 0.1);
    client.recordExecutionTimeToNow("q", FAR_FUTURE_MILLIS);
    client.time("r", 14);
  }

  @Test
  void extremeNumbers_areWrittenAsTheOriginalDoes() throws IOException {
    List<String> expected =
        List.of(
            "n:9223372036854775807|c",
            "n:-9223372036854775808|c",
            "n:100000000000000000000|g",
            "n:0.0000001|g",
            "n:0.1|g",
            "n:0.30000000000000004|g",
            "n:123456789.123456|g",
            "n:9007199254740993|ms",
            "n:3|c|@0.000001");

    assertSameLines(
        null,
        expected,
        client -> {
          client.count("n", Long.MAX_VALUE);
          client.count("n", Long.MIN_VALUE);
          client.gauge("n", 1e20);
          client.gauge("n", 1e-7);
          client.gauge("n", 0.1);
          client.gauge("n", 0.1 + 0.2);
          client.gauge("n", 123456789.123456);
          client.time("n", 9007199254740993L);
          client.count("n", 3, 1e-6);
        });
  }

  @Test
  void prefix_isTrimmedAndLeftOutWhenBlankAsTheOriginalDoes() throws IOException {
    assertSameLines(" p.q ", List.of("p.q.n:1|c"), client -> client.increment("n"));
    assertSameLines("  ", List.of("n:1|c"), client -> client.increment("n"));
  }

  @Test
  void tagsInNames_areKeptAsTheOriginalDoes() throws IOException {
    assertSameLines(
        "p",
        List.of("p.n,Endpoint=/api/x:1|c", "p.n#k=v:1|c", "p.n;k=v:1|c", "p.n[k=v]:1|c"),
        client -> {
          client.increment("n,Endpoint=/api/x");
          client.increment("n#k=v");
          client.increment("n;k=v");
          client.increment("n[k=v]");
        });
  }

  private static void assertSameLines(
      @Nullable String prefix, List<String> expected, Consumer<StatsDClient> calls)
      throws IOException {
    try (UdpReceiver receiver = new UdpReceiver()) {
      StatsDClient original = new NonBlockingStatsDClient(prefix, "127.0.0.1", receiver.port());
      calls.accept(original);
      original.stop();
      List<String> originals = receiver.lines(expected.size());

      StatsDClient ours = new SidestatClient(prefix, "127.0.0.1", receiver.port());
      calls.accept(ours);
      ours.stop();
      List<String> lines = receiver.lines(expected.size());

      assertEquals(sorted(expected), sorted(originals));
      assertEquals(sorted(originals), sorted(lines));
    }
  }

  private static List<String> sorted(List<String> lines) {
    String[] array = lines.toArray(new String[0]);
    Arrays.sort(array);
    return List.of(array);
  }
}
