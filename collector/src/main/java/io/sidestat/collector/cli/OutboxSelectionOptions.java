package io.sidestat.collector.cli;

import io.sidestat.collector.journal.OutboxSelection;
import io.sidestat.collector.journal.OutboxState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which requests a command is about. */
final class OutboxSelectionOptions {
  @Parameters(arity = "0..*", paramLabel = "ID", description = "Requests, by the ids of `list`.")
  private List<Long> ids = new ArrayList<>();

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      converter = StateConverter.class,
      description = "All requests in these states: local, ready, in_flight, quarantined, dead.")
  private List<OutboxState> states = new ArrayList<>();

  boolean isEmpty() {
    return ids.isEmpty() && states.isEmpty();
  }

  boolean isBoth() {
    return !ids.isEmpty() && !states.isEmpty();
  }

  OutboxSelection selection() {
    return new OutboxSelection(Set.copyOf(ids), Set.copyOf(states));
  }

  /** Reads a state's name. */
  static final class StateConverter implements ITypeConverter<OutboxState> {
    @Override
    public OutboxState convert(String text) {
      try {
        return OutboxState.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "no state: \"" + text + "\"; there are local, ready, in_flight, quarantined and dead");
      }
    }
  }
}
