package io.sidestat.collector.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an identity is to be allowed to do, by the command that does it. */
enum IamPurpose {
  PUBLISH,
  VERIFY,
  DOCTOR;

  /** Reads a purpose's name in any case. */
  static final class Converter implements ITypeConverter<IamPurpose> {
    @Override
    public IamPurpose convert(String text) {
      for (IamPurpose purpose : values()) {
        if (purpose.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
          return purpose;
        }
      }
      throw new TypeConversionException(
          "no purpose: \"" + text + "\"; there are publish, verify and doctor");
    }
  }
}
