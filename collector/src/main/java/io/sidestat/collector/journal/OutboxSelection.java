package io.sidestat.collector.journal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Some requests of the outbox: those with these ids, or all in these states.
 *
 * @param ids if there are any, the states do not matter
 * @param states if both are empty, all requests that CloudWatch is not known to have
 */
public record OutboxSelection(Set<Long> ids, Set<OutboxState> states) {
  /** Those that may be changed by hand: of others the outcome is known, or about to be. */
  static final Set<OutboxState> CHANGEABLE =
      EnumSet.of(OutboxState.LOCAL, OutboxState.READY, OutboxState.QUARANTINED, OutboxState.DEAD);

  public OutboxSelection {
    ids = Set.copyOf(ids);
    states = Set.copyOf(states);
  }

  /** All requests that CloudWatch is not known to have. */
  public static OutboxSelection unsent() {
    return new OutboxSelection(Set.of(), Set.of());
  }

  /** One request. */
  public static OutboxSelection of(long id) {
    return new OutboxSelection(Set.of(id), Set.of());
  }

  /** All requests in that state. */
  public static OutboxSelection in(OutboxState state) {
    return new OutboxSelection(Set.of(), Set.of(state));
  }

  /** A condition of SQL; of numbers and our own words only. */
  String condition() {
    if (!ids.isEmpty()) {
      return new TreeSet<>(ids)
          .stream().map(String::valueOf).collect(Collectors.joining(", ", "id IN (", ")"));
    }
    return states.isEmpty() ? "state != 'done'" : in(states);
  }

  static String in(Set<OutboxState> states) {
    return states.stream()
        .map(OutboxState::label)
        .sorted()
        .collect(Collectors.joining("', '", "state IN ('", "')"));
  }

  /** For the log and for people: {@code 1, 7} or {@code ready, dead}. */
  @Override
  public String toString() {
    List<String> words =
        ids.isEmpty()
            ? states.stream().map(OutboxState::label).sorted().toList()
            : new TreeSet<>(ids).stream().map(String::valueOf).toList();
    return words.isEmpty() ? "all" : String.join(", ", words);
  }
}
