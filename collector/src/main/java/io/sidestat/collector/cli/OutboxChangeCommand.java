package io.sidestat.collector.cli;

import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.OutboxAction;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalInUseException;
import io.sidestat.collector.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Mixin;

/**
 * A change of the outbox: made in the journal if nobody holds it, else by the collector that does.
 */
abstract class OutboxChangeCommand extends OutboxSubcommand {
  private final InstantSource clock;
  private final OutboxAction action;

  @Mixin private OutboxSelectionOptions selection = new OutboxSelectionOptions();

  OutboxChangeCommand(Map<String, String> environment, InstantSource clock, OutboxAction action) {
    super(environment, "journal.path", "admin.address");
    this.clock = clock;
    this.action = action;
  }

  @Override
  int run(CollectorConfig config) throws JournalException, IOException {
    if (selection.isEmpty() || selection.isBoth()) {
      throw mistake("name the requests: ids, or --state");
    }
    Path path = Journal.locate(config.journal().path());
    // Says that there is none, before one would be made.
    JournalReader.open(path).close();
    try (Journal journal = Journal.open(path, clock)) {
      return say(action.apply(journal, selection.selection()));
    } catch (JournalInUseException e) {
      return byTheCollector(config, path);
    }
  }

  private int byTheCollector(CollectorConfig config, Path journal) {
    try {
      return say(
          new AdminClient(config.admin().address()).change(action, journal, selection.selection()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    } catch (IOException e) {
      return failed(
          "the collector that has this journal open does not make the change: %s (%s); give the collector's own --admin-address and --journal-path"
              .formatted(
                  config.admin().address(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
  }

  private int say(int requests) {
    out().printf("requests %s: %d%n", action.done(), requests);
    return 0;
  }
}
