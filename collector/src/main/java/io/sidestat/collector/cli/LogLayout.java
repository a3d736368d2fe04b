package io.sidestat.collector.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A log event as a line: time, level, thread, message; behind it, indented, the stack trace if
 * there is one. Whatever is logged, and by whom: nothing of it can steer a terminal or pass for
 * another event. Thread-safe.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final int LEVEL_WIDTH = 5;
  private static final int THREAD_WIDTH = 18;

  private final PrintableMessage message = new PrintableMessage();
  private final PrintableStack stack = new PrintableStack();

  @Override
  public void start() {
    stack.setContext(getContext());
    stack.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    TIME.formatTo(event.getInstant(), line);
    padded(line.append(' '), event.getLevel().toString(), LEVEL_WIDTH);
    padded(line.append(' '), event.getThreadName(), THREAD_WIDTH);
    line.append(' ').append(message.convert(event)).append(System.lineSeparator());
    return line.append(stack.convert(event)).toString();
  }

  private static void padded(StringBuilder line, String text, int width) {
    line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
  }
}
