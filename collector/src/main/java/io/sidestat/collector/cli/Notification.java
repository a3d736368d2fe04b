package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.model.Untrusted;
import java.util.stream.Collectors;

/** The message for a webhook, in the form that its kind takes. */
final class Notification {
  /** What takes the message. */
  enum Kind {
    /** Source: "Execute Webhook", Discord's API documentation, read 26 Nov 2026. */
    DISCORD,
    /** Source: "Sending messages using incoming webhooks", Slack's, read 26 Nov 2026. */
    SLACK,
    /** Anything else: the report as {@code --json} prints it, with a text. */
    GENERIC;

    /** By the host of the address. */
    static Kind ofHost(String host) {
      if (host.endsWith("discord.com") || host.endsWith("discordapp.com")) {
        return DISCORD;
      }
      return host.equals("hooks.slack.com") || host.equals("hooks.slack-gov.com") ? SLACK : GENERIC;
    }
  }

  private static final ObjectMapper JSON = AsciiJson.mapper();

  /** Of a message in Discord. */
  private static final int DISCORD_CHARS_MAX = 2_000;

  private Notification() {}

  /** The message as JSON. */
  static String json(Kind kind, VerifyReport report) throws JsonProcessingException {
    return JSON.writeValueAsString(
        switch (kind) {
          case DISCORD -> discord(text(report));
          case SLACK -> JSON.createObjectNode().put("text", forSlack(text(report)));
          case GENERIC -> report.json().put("text", text(report));
        });
  }

  private static ObjectNode discord(String text) {
    String cut =
        text.length() <= DISCORD_CHARS_MAX
            ? text
            : text.substring(0, DISCORD_CHARS_MAX - 3) + "...";
    ObjectNode message = JSON.createObjectNode().put("content", cut);
    // A name with @everyone in it wakes nobody.
    message.putObject("allowed_mentions").putArray("parse");
    return message;
  }

  private static String forSlack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(VerifyReport report) {
    if (!report.failure().isEmpty()) {
      return "Objectives could not be asked for: " + report.failure();
    }
    String lines =
        report.texts().stream()
            .filter(text -> report.exitCode() == 0 || !text.isFine())
            .map(text -> Untrusted.printable(text.sentence()))
            .collect(Collectors.joining("\n"));
    String windows =
        report.texts().stream()
            .map(ResultText::window)
            .distinct()
            .collect(Collectors.joining(", "));
    return "Objectives " + report.verdict() + " (" + windows + ")\n" + lines;
  }
}
