package io.sidestat.client;

import com.timgroup.statsd.StatsDClientErrorHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link SidestatClient} to be made. Not thread-safe.
 *
 * <p>Metrics must not stop an application from starting, so nothing here throws: a setting that can
 * not be used is left at its default and told to the error handler.
 */
public final class SidestatClientBuilder {

  /** The host when neither the application nor {@code STATSD_HOST} names one. */
  static final String HOST_DEFAULT = "127.0.0.1";

  /** The port when neither the application nor {@code STATSD_PORT} names one. */
  static final int PORT_DEFAULT = 8125;

  /** Fills an Ethernet frame of 1500 bytes, with room for IPv6, UDP and tunnel headers. */
  static final int DATAGRAM_BYTES_DEFAULT = 1432;

  private static final int DATAGRAM_BYTES_MIN = 64;

  /** The most that UDP over IPv4 carries. */
  private static final int DATAGRAM_BYTES_LIMIT = 65_507;

  /** With datagrams of 1432 bytes: 0.7 MB. */
  static final int BUFFERS_DEFAULT = 512;

  private static final int BUFFERS_MIN = 2 * Lanes.SHARED;
  private static final int BUFFERS_LIMIT = 1 << 20;

  private static final Duration LINGER_DEFAULT = Duration.ofMillis(100);
  private static final Duration LINGER_LIMIT = Duration.ofMinutes(1);

  private static final int PORT_LIMIT = 65_535;

  /** The environment's variables by name. */
  @FunctionalInterface
  interface Environment {
    @Nullable String value(String name);
  }

  private final Environment environment;
  private final List<String> problems = new ArrayList<>();

  private @Nullable String host;
  private @Nullable Integer port;
  @Nullable String prefix;
  final Map<String, String> constantTags = new LinkedHashMap<>();
  int datagramBytesMax = DATAGRAM_BYTES_DEFAULT;
  int buffersMax = BUFFERS_DEFAULT;
  Duration linger = LINGER_DEFAULT;
  StatsDClientErrorHandler errorHandler = problem -> {};
  boolean selfMetrics = true;
  boolean closesAtExit;
  boolean sequenceLines;
  long resolveNanos = Sender.RESOLVE_NANOS;
  long openRetryNanos = Sender.OPEN_RETRY_NANOS;

  SidestatClientBuilder(Environment environment) {
    this.environment = environment;
  }

  /**
   * Sets what comes before every metric's name, with a dot between.
   *
   * @param prefix the text; null or blank for none, which is the default
   * @return this builder
   */
  public SidestatClientBuilder prefix(@Nullable String prefix) {
    this.prefix = prefix;
    return this;
  }

  /**
   * Sets the collector's host.
   *
   * @param host a name or an address, resolved in the background; null or blank for the default:
   *     the environment's {@code STATSD_HOST}, or else {@code 127.0.0.1}
   * @return this builder
   */
  public SidestatClientBuilder host(@Nullable String host) {
    this.host = host;
    return this;
  }

  /**
   * Sets the collector's UDP port. Default: the environment's {@code STATSD_PORT}, or else 8125.
   *
   * @param port 1 to 65535
   * @return this builder
   */
  public SidestatClientBuilder port(int port) {
    if (isUsable("port", port, 1, PORT_LIMIT)) {
      this.port = port;
    }
    return this;
  }

  /**
   * Adds a tag to every line. A metric's own tag of the same key wins over it.
   *
   * @param key the tag's key, not empty
   * @param value the tag's value
   * @return this builder
   */
  public SidestatClientBuilder tag(String key, String value) {
    if (key == null || key.isEmpty() || value == null) {
      problems.add("a constant tag was left out: key=" + key + ", value=" + value);
    } else {
      constantTags.put(key, value);
    }
    return this;
  }

  /**
   * Bounds a datagram. Lines are packed up to this; a longer line is dropped as {@link
   * DropReason#TOO_LONG}.
   *
   * @param datagramBytesMax bytes of UDP payload, 64 to 65507; default 1432
   * @return this builder
   */
  public SidestatClientBuilder datagramBytesMax(int datagramBytesMax) {
    if (isUsable("datagramBytesMax", datagramBytesMax, DATAGRAM_BYTES_MIN, DATAGRAM_BYTES_LIMIT)) {
      this.datagramBytesMax = datagramBytesMax;
    }
    return this;
  }

  /**
   * Bounds the memory: so many datagrams can wait to be sent.
   *
   * @param buffersMax buffers of {@code datagramBytesMax} each, made when first needed, 8 to
   *     1048576; default 512
   * @return this builder
   */
  public SidestatClientBuilder buffersMax(int buffersMax) {
    if (isUsable("buffersMax", buffersMax, BUFFERS_MIN, BUFFERS_LIMIT)) {
      this.buffersMax = buffersMax;
    }
    return this;
  }

  /**
   * Sets how long a line may wait for others to share its datagram.
   *
   * @param linger 0 to 1 minute; default 100 ms
   * @return this builder
   */
  public SidestatClientBuilder linger(Duration linger) {
    if (linger == null || linger.isNegative() || linger.compareTo(LINGER_LIMIT) > 0) {
      problems.add("linger is out of range: found=" + linger + ", expected=PT0S to PT1M");
    } else {
      this.linger = linger;
    }
    return this;
  }

  /**
   * Sets who is told what goes wrong. It is called on the client's own thread, for each kind of
   * problem at most once in ten seconds; what it throws is ignored.
   *
   * @param errorHandler the handler; null for none, which is the default
   * @return this builder
   */
  public SidestatClientBuilder errorHandler(@Nullable StatsDClientErrorHandler errorHandler) {
    this.errorHandler = errorHandler == null ? problem -> {} : errorHandler;
    return this;
  }

  /**
   * Sets whether samples that this client lost are told to the collector, as counters named {@code
   * Sidestat/ClientSamplesLost} by Reason. Nothing is sent as long as nothing is lost.
   *
   * @param selfMetrics default true
   * @return this builder
   */
  public SidestatClientBuilder selfMetrics(boolean selfMetrics) {
    this.selfMetrics = selfMetrics;
    return this;
  }

  /**
   * Sets whether the client closes by itself when the process ends in an orderly way, so that a
   * short-lived program loses nothing that it has not lingered for. Adds a shutdown hook, which is
   * taken away again when the client is closed before.
   *
   * @param closesAtExit default false
   * @return this builder
   */
  public SidestatClientBuilder closeAtExit(boolean closesAtExit) {
    this.closesAtExit = closesAtExit;
    return this;
  }

  /**
   * Sets whether each datagram begins with a line of 48 bytes that numbers its samples, {@code
   * _sidestat:CLIENT:FIRST:SAMPLES}. From it Sidestat's collector tells how many samples were lost
   * on the way. Other servers count it as a broken line.
   *
   * @param sequenceLines default false
   * @return this builder
   */
  public SidestatClientBuilder sequenceLines(boolean sequenceLines) {
    this.sequenceLines = sequenceLines;
    return this;
  }

  /** Sets how old the address of a name may get, for tests. */
  SidestatClientBuilder resolveEvery(Duration age) {
    resolveNanos = age.toNanos();
    return this;
  }

  /** Sets the pause between attempts to open the sink, for tests. */
  SidestatClientBuilder openRetry(Duration pause) {
    openRetryNanos = pause.toNanos();
    return this;
  }

  /**
   * Makes the client and starts its thread.
   *
   * @return a client, to be closed by the application
   */
  public SidestatClient build() {
    return new SidestatClient(settings());
  }

  /** Makes a client that sends into the given sink, for tests. */
  SidestatClient build(DatagramSink sink) {
    return new SidestatClient(settings(), sink);
  }

  ClientSettings settings() {
    List<String> found = new ArrayList<>(problems);
    String hostSet =
        host == null || host.trim().isEmpty() ? environment.value("STATSD_HOST") : host;
    String hostUsed = hostSet == null || hostSet.trim().isEmpty() ? HOST_DEFAULT : hostSet.trim();
    int portUsed = port == null ? portOfEnvironment(found) : port;
    return new ClientSettings(this, hostUsed, portUsed, found);
  }

  private int portOfEnvironment(List<String> found) {
    String text = environment.value("STATSD_PORT");
    if (text == null || text.trim().isEmpty()) {
      return PORT_DEFAULT;
    }
    try {
      int number = Integer.parseInt(text.trim());
      if (number >= 1 && number <= PORT_LIMIT) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is out of range.
    }
    found.add(
        "STATSD_PORT in the environment is not a port: found="
            + text
            + ", expected=1 to 65535; using "
            + PORT_DEFAULT
            + ". Correct the variable, or set the port in code.");
    return PORT_DEFAULT;
  }

  private boolean isUsable(String setting, int found, int least, int most) {
    if (found >= least && found <= most) {
      return true;
    }
    problems.add(
        setting + " is out of range: found=" + found + ", expected=" + least + " to " + most);
    return false;
  }
}
