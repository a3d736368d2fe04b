package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of closed intervals in a running collector: its journal, its outbox, its sends. */
final class DeliveryCheck {
  private static final String JOURNAL = "journal";
  private static final String SENDING = "sending";
  private static final String OUTBOX = "outbox";

  /** An interval is sent a minute after its end at most; so much later something holds it up. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private final JsonNode status;
  private final Instant now;

  /** A check of a collector's status. */
  DeliveryCheck(JsonNode status, Instant now) {
    this.status = status;
    this.now = now;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    journal(findings);
    if (status.path("publishing").asText().equals("on")) {
      sending(findings);
      unsent(findings);
      local(findings);
    }
    return findings;
  }

  private void journal(List<Finding> findings) {
    long lost = status.path("samplesLost").asLong();
    if (lost > 0) {
      findings.add(
          Finding.wrong(
              JOURNAL,
              lost + " samples were given up, since the journal could not be written",
              "look into the log for the cause, and at the disk: df -h, and its errors in dmesg"));
    }
    long waiting = status.path("intervalsWaiting").asLong();
    String file = status.path("journal").asText();
    if (waiting > 1) {
      findings.add(
          Finding.wrong(
              JOURNAL,
              "%d intervals wait to be written to %s".formatted(waiting, file),
              "the disk is full, slow or read-only: look into the log and at df -h"));
    } else if (lost == 0) {
      findings.add(Finding.ok(JOURNAL, file + ", nothing waits to be written"));
    }
  }

  private void sending(List<Finding> findings) {
    JsonNode publish = status.path("publish");
    String error = publish.path("lastError").asText();
    String sent =
        "%d requests sent%s"
            .formatted(
                publish.path("requestsSent").asLong(),
                ago(publish.path("lastSent").asText()).map(at -> ", the last " + at).orElse(""));
    if (!error.isEmpty()) {
      boolean never = publish.path("requestsSent").asLong() == 0;
      String found =
          "it fails%s: %s; %s"
              .formatted(
                  ago(publish.path("lastFailed").asText()).map(at -> ", last " + at).orElse(""),
                  error,
                  sent);
      String toDo = "see what is said of AWS below; what is unsent is kept, and sent later";
      findings.add(
          never ? Finding.stopping(SENDING, found, toDo) : Finding.wrong(SENDING, found, toDo));
    } else if (publish.path("requestsSent").asLong() == 0) {
      findings.add(
          Finding.note(
              SENDING,
              "nothing was sent yet",
              "an interval is sent up to a minute after its end: ask again then"));
    } else {
      findings.add(Finding.ok(SENDING, sent));
    }
  }

  private void unsent(List<Finding> findings) {
    Optional<Instant> oldest = Ago.parsed(status.path("oldestUnsent").asText());
    JsonNode samples = status.path("samples");
    Duration age = oldest.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
    if (age.compareTo(LATE) > 0) {
      findings.add(
          Finding.wrong(
              OUTBOX,
              "%d samples are unsent, the oldest for %s"
                  .formatted(samples.path("unsent").asLong(), Ago.words(age)),
              "they are kept, and sent once what keeps them back is over: sidestat outbox list says"
                  + " what that is"));
    } else {
      findings.add(
          Finding.ok(
              OUTBOX,
              "%d samples acknowledged by CloudWatch, %d on their way"
                  .formatted(
                      samples.path("acknowledged").asLong(), samples.path("unsent").asLong())));
    }
    lost(
        findings,
        "quarantined",
        "are set aside, since CloudWatch calls them invalid",
        "sidestat outbox list --state quarantined says why; sidestat outbox retry --state"
            + " quarantined sends them again");
    lost(
        findings,
        "expired",
        "were too old for CloudWatch before they could be sent",
        "it takes none older than two weeks");
    lost(
        findings,
        "dropped",
        "were dropped unsent, by hand or since the journal outgrew journal.max-size",
        "raise journal.max-size if outages last as long");
  }

  private void lost(List<Finding> findings, String state, String what, String toDo) {
    long count = status.path("samples").path(state).asLong();
    if (count > 0) {
      findings.add(Finding.wrong(OUTBOX, count + " samples " + what, toDo));
    }
  }

  private void local(List<Finding> findings) {
    long local = status.path("samples").path("local").asLong();
    if (local > 0) {
      findings.add(
          Finding.note(
              OUTBOX,
              local + " samples came in while publishing was off, and are not sent by themselves",
              "sidestat outbox retry --state local sends them, if CloudWatch shall have them"));
    }
  }

  private Optional<String> ago(String text) {
    return Ago.parsed(text).map(at -> Ago.words(Duration.between(at, now)) + " ago");
  }
}
