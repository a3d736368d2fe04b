package io.sidestat.client;

import com.timgroup.statsd.StatsDClient;
import com.timgroup.statsd.StatsDClientErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends an application's metrics to a StatsD collector over UDP.
 *
 * <p>It is a {@link com.timgroup.statsd.StatsDClient}: where {@code NonBlockingStatsDClient} was
 * constructed, construct this, and every call sends the same line. Beyond that it makes instruments
 * with tags ({@link #timer}, {@link #counter}, {@link #gauge}, {@link #set(String, String...)}):
 * make them once, keep them, and record into them.
 *
 * <pre>{@code
 * SidestatClient client = SidestatClient.builder().tag("Environment", "production").build();
 * Timer responseTime = client.timer("ResponseTime", "Endpoint", "/api/x");
 * try (Timer.Span span = responseTime.start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Threading: all methods may be called from any thread, interrupted or not. Recording appends to
 * memory and returns; the daemon thread {@code sidestat-client-sender} sends. Only when all buffers
 * are full does a caller make one non-blocking send itself; if two others are at that, it waits for
 * one of them, at most 2 ms in all. Recording pins no virtual thread.
 *
 * <p>Errors: nothing throws, also not the constructors, but for one mistake of the build: where
 * another library's {@code com.timgroup.statsd.StatsDClient} comes first on the class path, which
 * is DataDog's, they throw an {@link IllegalStateException} that says so. What can not be sent is
 * dropped and counted in {@link #stats}; the error handler is told on the client's thread, for each
 * kind of problem at most once in ten seconds. A host that can not be resolved is tried again every
 * 3 seconds, while samples wait in memory as far as there is room.
 *
 * <p>Order: the lines of all gauges leave in the order of the calls. Other types add up, and their
 * lines may change places.
 */
public final class SidestatClient implements StatsDClient, AutoCloseable {

  private static final double ALWAYS = 1.0;

  private final LineFormat format;
  private final Intake intake;
  private final @Nullable Thread exitHook;

  /**
   * Makes a client as {@code NonBlockingStatsDClient} is made, and starts its thread.
   *
   * @param prefix comes before every name, with a dot between; null or blank for none
   * @param host the collector's name or address
   * @param port the collector's UDP port
   */
  public SidestatClient(@Nullable String prefix, String host, int port) {
    this(prefix, host, port, null);
  }

  /**
   * Makes a client as {@code NonBlockingStatsDClient} is made, and starts its thread.
   *
   * @param prefix comes before every name, with a dot between; null or blank for none
   * @param host the collector's name or address
   * @param port the collector's UDP port
   * @param errorHandler told what goes wrong, see {@link SidestatClientBuilder#errorHandler}
   */
  public SidestatClient(
      @Nullable String prefix,
      String host,
      int port,
      @Nullable StatsDClientErrorHandler errorHandler) {
    this(builder().prefix(prefix).host(host).port(port).errorHandler(errorHandler).settings());
  }

  SidestatClient(ClientSettings settings) {
    this(settings, sink(settings));
  }

  /** Nothing is opened where the interface is another's. */
  private static DatagramSink sink(ClientSettings settings) {
    StatsDInterface.check();
    return new UdpSink(settings.host, settings.port);
  }

  SidestatClient(ClientSettings settings, DatagramSink sink) {
    format = new LineFormat(settings.prefix, settings.constantTags);
    ProblemReporter reporter = new ProblemReporter(settings.errorHandler, settings.problems);
    intake = new Intake(settings, sink, format, reporter);
    intake.start();
    exitHook = settings.closesAtExit ? addExitHook(intake) : null;
  }

  private static @Nullable Thread addExitHook(Intake intake) {
    Thread hook = new Thread(intake::close, "sidestat-client-exit");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return hook;
    } catch (IllegalStateException | SecurityException e) {
      // The process ends already, or may not have hooks: the application closes the client, or
      // nobody.
      intake.reportInvalid("the client will not close by itself at the end: " + e);
      return null;
    }
  }

  /**
   * Starts a client with settings of its own; unset ones are taken from the environment ({@code
   * STATSD_HOST}, {@code STATSD_PORT}) or have defaults.
   *
   * @return a builder
   */
  public static SidestatClientBuilder builder() {
    return new SidestatClientBuilder(System::getenv);
  }

  /**
   * Makes a timer.
   *
   * <p>This holds for all instruments: characters of the name or the tags that would break a line
   * ({@code : | @ # ,} and control characters) become {@code _}; values of tags may have colons. If
   * the name is null or empty, a tag is null, or the number of tag texts is odd, the instrument
   * does nothing but count its samples as {@link DropReason#INVALID}, and the error handler is
   * told.
   *
   * @param name the metric's name
   * @param tags keys and values in turn
   * @return the instrument; making it again for the same name and tags is allowed but costs time
   */
  public Timer timer(String name, String... tags) {
    return new Timer(intake, series(MetricType.TIMER, name, tags));
  }

  /**
   * Makes a counter.
   *
   * @param name the metric's name, see {@link #timer}
   * @param tags keys and values in turn
   * @return the instrument
   */
  public Counter counter(String name, String... tags) {
    return new Counter(intake, series(MetricType.COUNTER, name, tags));
  }

  /**
   * Makes a gauge.
   *
   * @param name the metric's name, see {@link #timer}
   * @param tags keys and values in turn
   * @return the instrument
   */
  public Gauge gauge(String name, String... tags) {
    return new Gauge(intake, series(MetricType.GAUGE, name, tags));
  }

  /**
   * Makes a set, which counts distinct members. Not to be confused with {@code set(name, member)},
   * which the StatsDClient interface has and which adds a member: exactly two texts mean that one.
   * They would be a name and a key without a value here, which is nothing.
   *
   * @param name the metric's name, see {@link #timer}
   * @param tags keys and values in turn
   * @return the instrument
   */
  public UniqueSet set(String name, String... tags) {
    return new UniqueSet(intake, series(MetricType.SET, name, tags));
  }

  /**
   * Tells what became of the samples so far.
   *
   * @return a snapshot
   */
  public ClientStats stats() {
    return intake.stats();
  }

  @Override
  public void count(String aspect, long delta) {
    count(aspect, delta, ALWAYS);
  }

  /** Counts; a rate other than 1 is appended and not applied: the caller has sampled. */
  @Override
  public void count(String aspect, long delta, double sampleRate) {
    intake.add(aspect(MetricType.COUNTER, aspect, sampleRate), delta);
  }

  @Override
  public void incrementCounter(String aspect) {
    count(aspect, 1);
  }

  @Override
  public void increment(String aspect) {
    incrementCounter(aspect);
  }

  @Override
  public void decrementCounter(String aspect) {
    count(aspect, -1);
  }

  @Override
  public void decrement(String aspect) {
    decrementCounter(aspect);
  }

  @Override
  public void recordGaugeValue(String aspect, long value) {
    Series series = aspect(MetricType.GAUGE, aspect, ALWAYS);
    intake.add(value < 0 ? series.fromZero() : series, value);
  }

  @Override
  public void recordGaugeValue(String aspect, double value) {
    Series series = aspect(MetricType.GAUGE, aspect, ALWAYS);
    intake.add(value < 0 ? series.fromZero() : series, value);
  }

  @Override
  public void recordGaugeDelta(String aspect, long delta) {
    Series series = aspect(MetricType.GAUGE, aspect, ALWAYS);
    intake.add(delta < 0 ? series : series.raising(), delta);
  }

  @Override
  public void recordGaugeDelta(String aspect, double delta) {
    Series series = aspect(MetricType.GAUGE, aspect, ALWAYS);
    intake.add(delta < 0 ? series : series.raising(), delta);
  }

  @Override
  public void gauge(String aspect, long value) {
    recordGaugeValue(aspect, value);
  }

  @Override
  public void gauge(String aspect, double value) {
    recordGaugeValue(aspect, value);
  }

  @Override
  public void recordSetEvent(String aspect, String eventName) {
    new UniqueSet(intake, aspect(MetricType.SET, aspect, ALWAYS)).add(eventName);
  }

  @Override
  public void set(String aspect, String eventName) {
    recordSetEvent(aspect, eventName);
  }

  @Override
  public void recordExecutionTime(String aspect, long timeInMs) {
    recordExecutionTime(aspect, timeInMs, ALWAYS);
  }

  /** Records a time; a rate other than 1 is appended and not applied: the caller has sampled. */
  @Override
  public void recordExecutionTime(String aspect, long timeInMs, double sampleRate) {
    intake.add(aspect(MetricType.TIMER, aspect, sampleRate), timeInMs);
  }

  @Override
  public void recordExecutionTimeToNow(String aspect, long systemTimeMillisAtStart) {
    time(aspect, Math.max(0, System.currentTimeMillis() - systemTimeMillisAtStart));
  }

  @Override
  public void time(String aspect, long value) {
    recordExecutionTime(aspect, value);
  }

  /**
   * Sends what is buffered and frees the thread and the socket; takes 2 seconds at most, and what
   * is unsent then is dropped. Samples recorded afterwards are dropped as {@link
   * DropReason#CLOSED}. Further calls do nothing.
   */
  @Override
  public void stop() {
    intake.close();
    Thread hook = exitHook;
    if (hook != null && Thread.currentThread() != hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException | SecurityException e) {
        // The hook runs, and finds the client closed.
        return;
      }
    }
  }

  /** Does what {@link #stop} does. */
  @Override
  public void close() {
    stop();
  }

  /** Where the samples of instruments that are made of others go when they have no value. */
  Intake intake() {
    return intake;
  }

  private Series series(MetricType type, String name, String[] tags) {
    String problem = LineFormat.problem(name, tags);
    if (problem != null) {
      intake.reportInvalid(problem);
      return Series.INVALID;
    }
    return format.series(type, name, tags);
  }

  private Series aspect(MetricType type, @Nullable String aspect, double sampleRate) {
    Series series = format.aspect(type, aspect, sampleRate);
    if (!series.isValid()) {
      intake.reportInvalid(
          "a sample was dropped, its name or rate can not be used: name="
              + aspect
              + ", sampleRate="
              + sampleRate);
    }
    return series;
  }
}
