package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sidestat.collector.outside.Webhook;
import io.sidestat.collector.outside.WebhookException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to tell of verdicts, and when. Use it as a picocli mixin. */
final class NotifyOptions {
  private static final String OF_ENVIRONMENT = "env:";
  private static final String OF_FILE = "file:";

  /** When a message is posted. */
  enum When {
    VIOLATION,
    TROUBLE,
    ALWAYS;

    boolean isFor(int exitCode) {
      return switch (this) {
        case VIOLATION -> exitCode == 1;
        case TROUBLE -> exitCode != 0;
        case ALWAYS -> true;
      };
    }
  }

  @Option(
      names = "--notify",
      paramLabel = "URL",
      description = {
        "Post the verdicts to a webhook of Discord, Slack or your own. The address is a secret, and"
            + " never printed; others on this host see what stands on a command line, so better:",
        "  env:NAME for the environment variable that has it, file:PATH for a file."
      })
  private @Nullable String address;

  @Option(
      names = "--notify-when",
      paramLabel = "WHEN",
      defaultValue = "violation",
      description =
          "violation, trouble (also when nothing can be said) or always. Default: ${DEFAULT-VALUE}.")
  private When when = When.VIOLATION;

  @Option(
      names = "--notify-as",
      paramLabel = "KIND",
      description = "discord, slack or generic (the JSON). Default: by the address.")
  private Notification.@Nullable Kind kind;

  /** A webhook and the form of its messages; empty if nobody is to be told. */
  record Recipient(Webhook webhook, Notification.Kind kind) {}

  /**
   * Whom to tell.
   *
   * @throws WebhookException if the address is none; the message does not have it
   */
  Optional<Recipient> recipient(Map<String, String> environment) throws WebhookException {
    String given = address;
    if (given == null) {
      return Optional.empty();
    }
    Webhook webhook = Webhook.of(resolve(given, environment));
    Notification.Kind as = kind;
    return Optional.of(
        new Recipient(webhook, as == null ? Notification.Kind.ofHost(webhook.host()) : as));
  }

  private static String resolve(String given, Map<String, String> environment)
      throws WebhookException {
    if (given.startsWith(OF_ENVIRONMENT)) {
      String value = environment.get(given.substring(OF_ENVIRONMENT.length()));
      if (value == null || value.isBlank()) {
        throw new WebhookException(
            "there is no environment variable of the name behind env:, or it is empty");
      }
      return value;
    }
    if (given.startsWith(OF_FILE)) {
      try {
        return Files.readString(Path.of(given.substring(OF_FILE.length())));
      } catch (IOException | InvalidPathException e) {
        throw new WebhookException("the file behind file: cannot be read");
      }
    }
    return given;
  }

  /** Tells, if it is to be told. What goes wrong is said, and changes nothing else. */
  void tell(Recipient recipient, VerifyReport report, PrintWriter err) throws InterruptedException {
    if (!when.isFor(report.exitCode())) {
      return;
    }
    try {
      recipient.webhook().post(Notification.json(recipient.kind(), report));
      err.println("notified: " + recipient.webhook().host());
    } catch (WebhookException | JsonProcessingException e) {
      err.println("sidestat: not notified: " + e.getMessage());
    }
  }
}
