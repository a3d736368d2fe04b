package io.sidestat.client;

import com.timgroup.statsd.StatsDClientErrorHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client is made of, checked and complete; {@link SidestatClientBuilder} makes it. */
final class ClientSettings {

  final @Nullable String prefix;
  final String host;
  final int port;
  final Map<String, String> constantTags;
  final int datagramBytesMax;
  final int buffersMax;
  final Duration linger;
  final StatsDClientErrorHandler errorHandler;
  final List<String> problems;
  final long openRetryNanos;
  final long resolveNanos;
  final boolean selfMetrics;
  final boolean closesAtExit;
  final boolean sequenceLines;

  ClientSettings(SidestatClientBuilder from, String host, int port, List<String> problems) {
    prefix = from.prefix;
    this.host = host;
    this.port = port;
    constantTags = from.constantTags;
    datagramBytesMax = from.datagramBytesMax;
    buffersMax = from.buffersMax;
    linger = from.linger;
    errorHandler = from.errorHandler;
    this.problems = problems;
    openRetryNanos = from.openRetryNanos;
    resolveNanos = from.resolveNanos;
    selfMetrics = from.selfMetrics;
    closesAtExit = from.closesAtExit;
    sequenceLines = from.sequenceLines;
  }
}
