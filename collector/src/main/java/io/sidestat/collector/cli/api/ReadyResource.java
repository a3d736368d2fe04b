package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /readyz}: 200 if it listens, the journal can be written, and it publishes or is meant not
 * to; else 503. Which of them in JSON.
 */
public final class ReadyResource implements AdminResource {
  private final BooleanSupplier listening;
  private final Supplier<Optional<String>> problem;
  private final boolean publishing;

  /**
   * Looks at these.
   *
   * @param listening whether samples are received
   * @param problem why the collector is not well; empty if it is
   * @param publishing whether it is to publish
   */
  public ReadyResource(
      BooleanSupplier listening, Supplier<Optional<String>> problem, boolean publishing) {
    this.listening = listening;
    this.problem = problem;
    this.publishing = publishing;
  }

  @Override
  public AdminReply get(AdminQuery query) {
    boolean listens = listening.getAsBoolean();
    Optional<String> found = problem.get();
    boolean ready = listens && found.isEmpty();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ready", ready);
    answer.put("listening", listens);
    answer.put("problem", found.orElse(""));
    answer.put("publishing", publishing ? "on" : "off");
    return AdminReply.json(ready ? 200 : 503, answer);
  }
}
