package io.sidestat.collector.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sidestat.collector.model.Untrusted;

/**
 * The message of a log event in one line that cannot steer a terminal, whoever logs it: libraries
 * log headers and texts of other people as they came. Used by {@link LogLayout}.
 */
public final class PrintableMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Untrusted.printable(super.convert(event));
  }
}
