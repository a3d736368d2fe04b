package io.sidestat.collector.cli;

import io.sidestat.collector.slo.Demands;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What there must be before an objective is judged. Use it as a picocli mixin. */
final class JudgeOptions {
  @Option(
      names = "--min-samples",
      paramLabel = "N",
      description =
          "How many samples it takes to say that an objective is kept. Default: as many that one bad"
              + " one does not break it, so 20 for p95 and 100 for 99%%.")
  private @Nullable Long samplesMin;

  @Option(
      names = "--min-data",
      paramLabel = "PERCENT",
      defaultValue = "80",
      converter = PercentConverter.class,
      description =
          "How much of the window there must be data of, from the first on. Default:"
              + " ${DEFAULT-VALUE}.")
  private double dataPercentMin = 80;

  @Option(
      names = "--allow-idle",
      description = "An endpoint without requests is fine, if the collector reported all the time.")
  private boolean idleAllowed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * What was asked for.
   *
   * @throws ParameterException if that is not allowed
   */
  Demands demands() {
    if (samplesMin != null && samplesMin < 1) {
      throw new ParameterException(
          command.commandLine(), "--min-samples: found " + samplesMin + ", allowed: 1 or more");
    }
    return new Demands(
        samplesMin == null ? OptionalLong.empty() : OptionalLong.of(samplesMin),
        dataPercentMin,
        idleAllowed);
  }

  /** Reads a percentage, with the sign or without. */
  static final class PercentConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      String number = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
      if (number.matches("\\d{1,3}(\\.\\d{1,6})?") && Double.parseDouble(number) <= 100) {
        return Double.parseDouble(number);
      }
      throw new TypeConversionException("not a percentage of 0 to 100: \"" + text + "\"");
    }
  }
}
