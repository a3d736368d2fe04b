package io.sidestat.collector.accuracy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** How samples may be spread: shapes that are hard on one scheme or another. */
@SuppressWarnings("ImmutableEnumChecker") // the laws are lambdas without state
enum Shape {
  CONSTANT("constant", random -> 42.4242),
  TWO_POINT("two points", random -> random.nextInt(100) < 97 ? 3.14159 : 2_718.28),
  UNIFORM("uniform", random -> 1 + 999 * random.nextDouble()),
  LOG_NORMAL("log-normal", random -> 50 * Math.exp(0.8 * random.nextGaussian())),
  PARETO("Pareto", random -> 5 * Math.pow(1 - random.nextDouble(), -1 / 1.1)),
  BIMODAL(
      "bimodal", random -> (random.nextInt(10) < 9 ? 10 : 5_000) * (1 + random.nextDouble() / 10)),
  HUGE_RANGE("huge range", random -> Math.pow(10, -100 + 200 * random.nextDouble())),
  WHOLE_NUMBERS("whole numbers", random -> Math.rint(200 * Math.exp(random.nextGaussian()))),
  EDGES("edges of cells", random -> Math.nextAfter(edge(random), random.nextInt(3) - 1));

  private final String label;
  private final ToDoubleFunction<Random> law;

  Shape(String label, ToDoubleFunction<Random> law) {
    this.label = label;
    this.law = law;
  }

  /** Where a cell of the 0.5 % grid ends, which is where its error is largest. */
  private static double edge(Random random) {
    return StrictMath.pow(2, random.nextInt(700) / 70.0);
  }

  String label() {
    return label;
  }

  double[] samples(int count, Random random) {
    double[] samples = new double[count];
    Arrays.setAll(samples, i -> law.applyAsDouble(random));
    return samples;
  }

  @Override
  public String toString() {
    return label;
  }
}
