package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.OutboxStatus;
import io.sidestat.collector.journal.SampleStates;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sidestat outbox status}. */
@Command(name = "status", description = "How many requests stand in each state, and since when.")
final class OutboxStatusCommand extends OutboxSubcommand {
  private static final ObjectMapper JSON = AsciiJson.mapper();

  private static final Map<OutboxState, String> MEANINGS =
      Map.of(
          OutboxState.LOCAL, "closed while publishing was off; `retry --state local` sends them",
          OutboxState.READY, "to be sent",
          OutboxState.IN_FLIGHT, "being sent",
          OutboxState.DONE, "CloudWatch has them",
          OutboxState.QUARANTINED, "CloudWatch called them invalid",
          OutboxState.DEAD, "too old for CloudWatch");

  private final InstantSource clock;

  @Option(names = "--json", description = "Print JSON in place of a table.")
  private boolean json;

  OutboxStatusCommand(Map<String, String> environment, InstantSource clock) {
    super(environment, "journal.path");
    this.clock = clock;
  }

  @Override
  int run(CollectorConfig config) throws JournalException, IOException {
    OutboxStatus status;
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      status = reader.outbox().status();
    }
    if (json) {
      out().println(JSON.writeValueAsString(StatusReports.figures(status)));
      return 0;
    }
    TextTable table = new TextTable(List.of("state", "requests", ""));
    for (OutboxState state : OutboxState.values()) {
      long requests = status.requests().getOrDefault(state, 0L);
      table.add(List.of(state.label(), Long.toString(requests), MEANINGS.getOrDefault(state, "")));
    }
    out().print(table);
    if (status.oldestUnsentEpochMillis() > 0) {
      Instant oldest = Instant.ofEpochMilli(status.oldestUnsentEpochMillis());
      out()
          .printf(
              "oldest unsent: %s, %d s ago%n",
              oldest, Duration.between(oldest, clock.instant()).toSeconds());
    }
    SampleStates samples = status.samples();
    out()
        .printf(
            "samples journaled: %d = %d acknowledged + %d unsent + %d local + %d quarantined"
                + " + %d expired + %d dropped%n",
            samples.journaled(),
            samples.acknowledged(),
            samples.unsent(),
            samples.local(),
            samples.quarantined(),
            samples.expired(),
            samples.dropped());
    out().printf("sends whose outcome was never learned: %d%n", status.ambiguous());
    out().printf("requests dropped unsent: %d%n", status.dropped());
    return 0;
  }
}
