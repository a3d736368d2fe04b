package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a share is sent, and said to be one. */
class SamplingTest {

  private static final int CALLS = 100_000;

  private final MemorySink sink = new MemorySink();
  private final List<String> problems = new ArrayList<>();

  private SidestatClient client() {
    return new SidestatClientBuilder(name -> null)
        .tag("Environment", "test")
        .buffersMax(8_192)
        .errorHandler(problem -> problems.add(String.valueOf(problem.getMessage())))
        .build(sink);
  }

  /** Of a binomial distribution, 5 standard deviations are 474 samples. */
  @Test
  void timer_sampledAtATenth_sendsAboutATenthAndSaysSo() {
    try (SidestatClient client = client()) {
      Timer timer = client.timer("t", "k", "v").sampleRate(0.1);
      for (int call = 0; call < CALLS; call++) {
        timer.recordNanos(1_500_000);
      }
    }

    List<String> lines = sink.lines();
    assertTrue(Math.abs(lines.size() - CALLS / 10) < 475, "lines=" + lines.size());
    assertEquals(
        List.of("t:1.5|ms|@0.1|#k:v,Environment:test"), lines.stream().distinct().toList());
  }

  @Test
  void counter_sampled_saysSo() {
    try (SidestatClient client = client()) {
      Counter counter = client.counter("c").sampleRate(0.5);
      for (int call = 0; call < 100; call++) {
        counter.increment();
        counter.add(1);
        counter.add(1.0);
      }
    }

    assertEquals(
        List.of("c:1|c|@0.5|#Environment:test"), sink.lines().stream().distinct().toList());
    assertTrue(sink.lines().size() < 300, "lines=" + sink.lines().size());
  }

  @Test
  void timer_atRateOne_isSentAsItIs() {
    try (SidestatClient client = client()) {
      client.timer("t").sampleRate(0.25).sampleRate(1).recordNanos(1_000_000);
      client.timer("t").sampleRate(1).recordNanos(1_000_000);
    }

    String line = "t:1|ms|#Environment:test";
    assertEquals(List.of(line, line), sink.lines());
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void timer_atARateThatIsNone_sendsEverySample(double rate) {
    try (SidestatClient client = client()) {
      client.timer("t").sampleRate(rate).recordNanos(1_000_000);
    }

    assertEquals(List.of("t:1|ms|#Environment:test"), sink.lines());
    assertTrue(problems.get(0).startsWith("a sample rate is not used"), problems::toString);
  }

  @Test
  void timer_refusedTimes_countWhateverTheRate() {
    try (SidestatClient client = client()) {
      Timer timer = client.timer("t").sampleRate(0.01);
      for (int call = 0; call < 10; call++) {
        timer.recordNanos(-1);
      }
      assertEquals(10, client.stats().samplesDropped(DropReason.INVALID));
    }
  }
}
