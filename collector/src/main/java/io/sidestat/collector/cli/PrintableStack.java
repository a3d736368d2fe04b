package io.sidestat.collector.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sidestat.collector.model.Untrusted;

/**
 * The stack trace of a log event, if it has one. As {@link PrintableMessage}, and indented, so that
 * no line of an exception's message can be taken for an event. Used by {@link LogLayout}.
 */
public final class PrintableStack extends ThrowableProxyConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String stack = super.convert(event);
    return stack.isEmpty() ? "" : Untrusted.printableLines(stack).indent(2);
  }
}
