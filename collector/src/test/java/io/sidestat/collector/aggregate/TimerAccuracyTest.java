package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound on what is published: each percentile against that of the samples, sorted. */
class TimerAccuracyTest {
  private static final int SAMPLES = 20_000;
  private static final double[] ACCURACIES = {0.05, 0.005, 0.001};
  private static final double[] PERCENTS = {0.1, 1, 50, 90, 95, 99, 99.9};

  static List<Named<ToDoubleFunction<Random>>> spreads() {
    return List.of(
        Named.of("constant", random -> 42.4242),
        Named.of("uniform", random -> 1 + 999 * random.nextDouble()),
        Named.of("log-normal", random -> Math.exp(3 + 1.5 * random.nextGaussian())),
        Named.of("Pareto", random -> 5 * Math.pow(1 - random.nextDouble(), -1 / 1.1)),
        Named.of(
            "bimodal",
            random -> (random.nextInt(10) < 9 ? 10 : 5_000) * (1 + 0.1 * random.nextDouble())),
        Named.of("huge range", random -> Math.pow(10, -11 + 119 * random.nextDouble())),
        Named.of(
            "both signs", random -> random.nextGaussian() * Math.exp(5 * random.nextGaussian())),
        Named.of("with zeros", random -> random.nextInt(3) == 0 ? 0 : random.nextDouble()));
  }

  private static double[] samples(ToDoubleFunction<Random> spread, long seed) {
    Random random = new Random(seed);
    double[] samples = new double[SAMPLES];
    Arrays.setAll(samples, i -> spread.applyAsDouble(random));
    return samples;
  }

  private static Distribution recorded(double accuracy, double... samples) {
    TimerAccumulator timer = new TimerAccumulator(Grid.within(accuracy));
    for (double sample : samples) {
      timer.add(sample, 1);
    }
    return timer.toValue();
  }

  @ParameterizedTest
  @MethodSource("spreads")
  void percentiles_ofAnySpread_areWithinTheAccuracy(ToDoubleFunction<Random> spread) {
    double[] samples = samples(spread, 1);
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    for (double accuracy : ACCURACIES) {
      Distribution distribution = recorded(accuracy, samples);
      for (double percent : PERCENTS) {
        double exact = sorted[(int) Math.ceil(percent * SAMPLES / 100 - 1e-6) - 1];
        assertEquals(
            exact,
            distribution.percentile(percent),
            Math.max(Grid.ZERO_BELOW, Math.abs(exact) * accuracy),
            () -> "p" + percent + " within " + accuracy);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("spreads")
  void values_ofAnySpread_standForTheirSamplesAndStayBetweenThem(ToDoubleFunction<Random> spread) {
    double[] sorted = samples(spread, 2);
    Arrays.sort(sorted);
    for (double accuracy : ACCURACIES) {
      Distribution distribution = recorded(accuracy, sorted);
      int sample = 0;
      for (int i = 0; i < distribution.size(); i++) {
        double value = distribution.value(i);
        assertTrue(value >= sorted[0] && value <= sorted[SAMPLES - 1]);
        for (int n = 0; n < distribution.count(i); n++, sample++) {
          assertEquals(
              sorted[sample],
              value,
              Math.max(Grid.ZERO_BELOW, Math.abs(sorted[sample]) * accuracy));
        }
      }
      assertEquals(SAMPLES, sample);
    }
  }

  @Property(tries = 60)
  void merge_ofUpToAHundredPartsInAnyOrder_isTheWhole(
      @ForAll @IntRange(min = 1, max = 100) int parts, @ForAll long seed) {
    Random random = new Random(seed);
    double[] samples = samples(spreads().get(2).getPayload(), seed);
    // Whole numbers, so that sums are exact in any order.
    Arrays.setAll(samples, i -> Math.rint(samples[i]));
    List<TimerAccumulator> accumulators = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      accumulators.add(new TimerAccumulator(Grid.within(0.005)));
    }
    for (double sample : samples) {
      accumulators.get(random.nextInt(parts)).add(sample, 1);
    }
    Collections.shuffle(accumulators, random);

    Distribution merged =
        accumulators.stream()
            .map(TimerAccumulator::toValue)
            .reduce(Distribution::merge)
            .orElseThrow();

    assertEquals(recorded(0.005, samples), Grid.within(0.005).fit(merged, Datum.VALUES_MAX));
  }
}
