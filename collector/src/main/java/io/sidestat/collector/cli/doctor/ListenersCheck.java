package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.config.CollectorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether samples come in at the running collector's sockets, and whether any are lost there. */
final class ListenersCheck {
  private static final String LISTENER = "listener";
  private static final String SAMPLES = "samples";

  /** Below it, bursts that are nothing unusual do not fit: 1,000 to 4,000 datagrams do. */
  private static final long USEFUL_BUFFER_BYTES = 1 << 20;

  /** More than any collector has; whoever answers need not be one. */
  private static final int LISTENERS_MAX = 32;

  /** An app that sends at all has sent something by then. */
  private static final Duration TIME_TO_SEND = Duration.ofMinutes(1);

  private final CollectorConfig config;
  private final JsonNode status;
  private final Instant now;

  /** A check of a collector's status. */
  ListenersCheck(CollectorConfig config, JsonNode status, Instant now) {
    this.config = config;
    this.status = status;
    this.now = now;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    JsonNode listeners = status.path("listeners");
    for (int i = 0; i < Math.min(listeners.size(), LISTENERS_MAX); i++) {
      JsonNode listener = listeners.path(i);
      findings.add(Finding.ok(LISTENER, described(listener)));
      drops(listener).ifPresent(findings::add);
      buffer(listener).ifPresent(findings::add);
      refused(listener).ifPresent(findings::add);
    }
    lostOnTheWay().ifPresent(findings::add);
    findings.add(received());
    return findings;
  }

  private static String described(JsonNode listener) {
    StringBuilder text = new StringBuilder(listener.path("address").asText());
    boolean stream = isStream(listener);
    text.append(stream ? ", open connections: " : ", datagrams received: ")
        .append(listener.path(stream ? "connections" : "datagrams").asLong());
    if (!stream && listener.has("receiveBufferBytes")) {
      text.append(", receive buffer ").append(size(listener.path("receiveBufferBytes").asLong()));
    }
    return text.toString();
  }

  private static boolean isStream(JsonNode listener) {
    return listener.path("address").asText().startsWith("tcp:");
  }

  private Optional<Finding> drops(JsonNode listener) {
    long drops = listener.path("kernelDrops").asLong();
    return drops == 0
        ? Optional.empty()
        : Optional.of(
            Finding.wrong(
                LISTENER,
                "%s: the kernel has dropped %d datagrams before the collector could read them"
                    .formatted(listener.path("address").asText(), drops),
                "these samples are lost. Give the socket more room: "
                    + largerBuffer()
                    + "; and let apps put several lines into a datagram"));
  }

  private Optional<Finding> lostOnTheWay() {
    long lost = status.path("sequences").path("samplesLost").asLong();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            Finding.wrong(
                LISTENER,
                "%d samples that apps have numbered never came".formatted(lost),
                "datagrams are lost between the apps and the collector: give the socket more room ("
                    + largerBuffer()
                    + "), and where apps send from other hosts, look at the network between"));
  }

  private Optional<Finding> buffer(JsonNode listener) {
    long granted = listener.path("receiveBufferBytes").asLong(Long.MAX_VALUE);
    long asked = config.listen().receiveBufferBytes();
    if (isStream(listener) || granted >= Math.min(asked, USEFUL_BUFFER_BYTES)) {
      return granted < USEFUL_BUFFER_BYTES && !isStream(listener)
          ? Optional.of(
              small(listener, granted, "raise listen.receive-buffer; its default is 8MiB"))
          : Optional.empty();
    }
    return Optional.of(small(listener, granted, largerBuffer()));
  }

  private static Finding small(JsonNode listener, long granted, String toDo) {
    return Finding.note(
        LISTENER,
        "%s: its receive buffer of %s is full after a burst of a few hundred datagrams"
            .formatted(listener.path("address").asText(), size(granted)),
        toDo);
  }

  private String largerBuffer() {
    long asked = config.listen().receiveBufferBytes();
    return "sudo sysctl -w net.core.rmem_max="
        + asked
        + " (listen.receive-buffer asks for as much), put the same into /etc/sysctl.d/, and restart"
        + " the collector";
  }

  private Optional<Finding> refused(JsonNode listener) {
    long refused =
        listener.path("refusedDatagrams").asLong() + listener.path("refusedConnections").asLong();
    if (refused == 0) {
      return Optional.empty();
    }
    String found =
        "%s: %d datagrams or connections were refused, the last from %s, which listen.allow does"
                .formatted(
                    listener.path("address").asText(),
                    refused,
                    listener.path("lastRefusedFrom").asText("(unknown)"))
            + " not have";
    String toDo = "if that is an app of yours, add its address or network to listen.allow";
    return Optional.of(
        total("received") == 0
            ? Finding.stopping(LISTENER, found, toDo)
            : Finding.note(LISTENER, found, toDo));
  }

  private Finding received() {
    long received = total("received");
    if (received > 0) {
      return Finding.ok(
          SAMPLES,
          "%d received in %d datagrams, %d of them aggregated, in %d series of the last hour"
              .formatted(
                  received,
                  total("datagrams"),
                  total("aggregated"),
                  status.path("liveSeries").asInt()));
    }
    Duration up =
        Ago.parsed(status.path("startedAt").asText())
            .map(at -> Duration.between(at, now))
            .orElse(TIME_TO_SEND);
    if (up.compareTo(TIME_TO_SEND) < 0) {
      return Finding.note(
          SAMPLES,
          "none received yet, but the collector is up for only " + Ago.words(up),
          "let the app work, and ask again");
    }
    return Finding.stopping(
        SAMPLES,
        "nobody sends: not one sample has come in since the collector started, "
            + Ago.words(up)
            + " ago",
        nobodySends());
  }

  private String nobodySends() {
    String trial =
        config.listen().udp().stream()
            .filter(address -> address.port() != 0)
            .findFirst()
            .map(
                address ->
                    " Try it by hand: bash -c \"printf 'doctor.trial:1|c' >"
                        + " /dev/udp/%s/%d\", and run doctor again: samples should be 1."
                            .formatted(address.host(), address.port()))
            .orElse("");
    return "check that the app has its metrics switched on, and host and port of its StatsD client"
        + " against the listeners above."
        + trial
        + " In a container 127.0.0.1 is the container's own: share the host's network, or listen on"
        + " an address that it reaches and set listen.allow";
  }

  private long total(String figure) {
    return status.path("ledger").path(figure).asLong();
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20
        ? "%.1f MiB".formatted(bytes / (double) (1 << 20))
        : bytes / 1024 + " KiB";
  }
}
