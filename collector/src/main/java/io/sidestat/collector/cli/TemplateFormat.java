package io.sidestat.collector.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What alarms are written for. */
enum TemplateFormat {
  CLOUDFORMATION_JSON("cloudformation-json", "json"),
  CLOUDFORMATION_YAML("cloudformation-yaml", "yaml"),
  TERRAFORM("terraform", "terraform");

  private final String label;
  private final String shortLabel;

  TemplateFormat(String label, String shortLabel) {
    this.label = label;
    this.shortLabel = shortLabel;
  }

  /** Reads a format's name, long or short, in any case. */
  static final class Converter implements ITypeConverter<TemplateFormat> {
    @Override
    public TemplateFormat convert(String text) {
      for (TemplateFormat format : values()) {
        String name = text.toLowerCase(Locale.ROOT);
        if (format.label.equals(name) || format.shortLabel.equals(name)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "no format: \""
              + text
              + "\"; there are cloudformation-json, cloudformation-yaml and terraform");
    }
  }
}
