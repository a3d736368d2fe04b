package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxSelection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/outbox/retry} and {@code drop}: changes of the outbox that another process
 * asks for, since this one holds the journal. The body is an {@link OutboxChange}, and who sends it
 * must know the journal's key: other users of this host reach the address too. Thread-safe.
 */
public final class OutboxEndpoint {
  static final String PREFIX = "/api/v1/outbox/";

  private static final Logger log = LoggerFactory.getLogger(OutboxEndpoint.class);

  /** Thousands of requests by their ids: as many of them as there are connections are held. */
  private static final int BODY_BYTES_MAX = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Journal journal;
  private final Runnable whenReady;

  /**
   * An endpoint.
   *
   * @param whenReady is told that there may be something to send
   */
  public OutboxEndpoint(Journal journal, Runnable whenReady) {
    this.journal = journal;
    this.whenReady = whenReady;
  }

  /** Does what is asked; the action is what stands behind {@link #PREFIX}. */
  AdminReply handle(String label, InputStream body) throws IOException {
    Optional<OutboxAction> action = OutboxAction.of(label);
    if (action.isEmpty()) {
      return AdminReply.text(404, "there are retry and drop\n");
    }
    byte[] bytes = body.readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      return AdminReply.text(
          413, "a change is at most " + BODY_BYTES_MAX + " bytes; name fewer requests at a time\n");
    }
    return change(action.get(), bytes);
  }

  /** One at a time: read, a body takes ten times its bytes. */
  private synchronized AdminReply change(OutboxAction action, byte[] body) throws IOException {
    OutboxSelection selection;
    try {
      OutboxChange change =
          JSON.readValue(new String(body, StandardCharsets.UTF_8), OutboxChange.class);
      if (!change.journal().equals(journal.file().toString())) {
        return AdminReply.text(
            409, "this collector's journal is another: " + journal.file() + "\n");
      }
      if (!journal.key().is(change.key())) {
        return AdminReply.text(403, "only who can read the journal's lock file may change it\n");
      }
      selection = change.selection();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return AdminReply.text(400, "not a change of the outbox\n");
    }
    return apply(action, selection);
  }

  private AdminReply apply(OutboxAction action, OutboxSelection selection) {
    int requests;
    try {
      requests = action.apply(journal, selection);
    } catch (JournalException e) {
      return AdminReply.text(503, e.getMessage() + "\n");
    }
    log.info("requests {} by hand: requests={}, selected={}", action.done(), requests, selection);
    whenReady.run();
    return AdminReply.json(200, "{\"changed\": " + requests + "}\n");
  }
}
