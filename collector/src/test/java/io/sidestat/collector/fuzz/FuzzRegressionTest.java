package io.sidestat.collector.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sidestat.collector.config.SettingsFileFuzzTarget;
import io.sidestat.collector.journal.CodecFuzzTarget;
import io.sidestat.collector.protocol.DifferentialFuzzTarget;
import io.sidestat.collector.protocol.ParserFuzzTarget;
import io.sidestat.collector.shape.ColdPathFuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that fuzzers once found worth keeping, and what they begin with. */
class FuzzRegressionTest {
  static List<FuzzTarget> targets() throws IOException {
    return List.of(
        new ParserFuzzTarget(),
        new DifferentialFuzzTarget(),
        new ColdPathFuzzTarget(),
        new CodecFuzzTarget(),
        new SettingsFileFuzzTarget());
  }

  static List<Arguments> keptInputs() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (FuzzTarget target : targets()) {
      for (Path file : target.keptFiles()) {
        all.add(Arguments.of(target, file));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("keptInputs")
  void accept_keptInput_holdsWhatTheTargetPromises(FuzzTarget target, Path file) throws Exception {
    byte[] input = Files.readAllBytes(file);

    assertDoesNotThrow(() -> target.accept(input));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void accept_seeds_holdsWhatTheTargetPromises(FuzzTarget target) throws Exception {
    List<byte[]> seeds = target.seeds();

    assertFalse(seeds.isEmpty());
    for (byte[] seed : seeds) {
      assertDoesNotThrow(() -> target.accept(seed), () -> "first byte " + seed[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void accept_nothing_isAccepted(FuzzTarget target) {
    assertDoesNotThrow(() -> target.accept(new byte[0]));
  }

  @Test
  void accept_goldenLinesInEveryMixOfDialects_holdsWhatTheTargetsPromise() throws Exception {
    ParserFuzzTarget parser = new ParserFuzzTarget();
    DifferentialFuzzTarget differential = new DifferentialFuzzTarget();
    for (byte[] seed : parser.seeds()) {
      byte[] input = seed.clone();
      for (int mask = 0; mask < 32; mask++) {
        input[0] = (byte) mask;
        parser.accept(input);
        differential.accept(input);
      }
    }
  }
}
