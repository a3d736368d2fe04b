package io.sidestat.collector.admin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sidestat.collector.journal.OutboxSelection;
import io.sidestat.collector.journal.OutboxState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is asked to change in its outbox, as JSON.
 *
 * @param journal the absolute path of the journal that is meant
 * @param key what proves that who asks may change it
 * @param ids of requests
 * @param states labels of states
 */
record OutboxChange(String journal, String key, List<Long> ids, List<String> states) {
  @JsonCreator
  OutboxChange(
      @JsonProperty("journal") @Nullable String journal,
      @JsonProperty("key") @Nullable String key,
      @JsonProperty("ids") @Nullable List<Long> ids,
      @JsonProperty("states") @Nullable List<String> states) {
    this.journal = Objects.requireNonNullElse(journal, "");
    this.key = Objects.requireNonNullElse(key, "");
    this.ids = ids == null ? List.of() : List.copyOf(ids);
    this.states = states == null ? List.of() : List.copyOf(states);
  }

  static OutboxChange of(String journal, String key, OutboxSelection selection) {
    return new OutboxChange(
        journal,
        key,
        List.copyOf(selection.ids()),
        selection.states().stream().map(OutboxState::label).toList());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OutboxChange[journal=" + journal + ", ids=" + ids + ", states=" + states + "]";
  }

  /**
   * The requests meant.
   *
   * @throws IllegalArgumentException if there is no such state
   */
  OutboxSelection selection() {
    Set<OutboxState> named =
        states.stream()
            .map(label -> OutboxState.valueOf(label.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    return new OutboxSelection(Set.copyOf(ids), named);
  }
}
