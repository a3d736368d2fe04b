package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** The collector that a command watches. */
final class RunningCollector {
  private RunningCollector() {}

  /** Its status; empty if it tells none, which is said with what to do. */
  static Optional<JsonNode> status(
      AdminClient client, HostPort address, Duration patience, PrintWriter err)
      throws InterruptedException {
    StatusAnswer answer = client.status(patience);
    if (answer.kind() == StatusAnswer.Kind.COLLECTOR) {
      return Optional.of(answer.status());
    }
    err.println(
        "sidestat: no collector tells its status at %s: %s; is it running, and with this admin.address? sidestat doctor looks for the cause"
            .formatted(address, Untrusted.printable(answer.words())));
    err.flush();
    return Optional.empty();
  }
}
