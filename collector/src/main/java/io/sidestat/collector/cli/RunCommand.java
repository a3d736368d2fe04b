package io.sidestat.collector.cli;

import ch.qos.logback.classic.Level;
import io.sidestat.collector.admin.AdminServer;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.Warning;
import io.sidestat.collector.listen.InheritedSockets;
import io.sidestat.collector.listen.ListenException;
import io.sidestat.collector.outside.LowPriority;
import io.sidestat.collector.outside.SystemdException;
import io.sidestat.collector.outside.SystemdNotification;
import io.sidestat.collector.outside.Watchdog;
import io.sidestat.collector.publish.HostOffset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sidestat run}: the collector, until a signal ends it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the collector until a signal ends it.",
      "Receives StatsD datagrams, keeps a distribution of every timer, journals each interval"
          + " and, with CLOUDWATCH_METRICS_ENABLED=true, publishes it. On SIGTERM or SIGINT the"
          + " open interval is closed, journaled and published first; a second signal ends it at"
          + " once, with what is journaled safe. On SIGHUP the configuration is read again: what can"
          + " be changed is, and the log says what needs a restart; with mistakes in it the old one"
          + " stays in force."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by a signal, every sample in the journal",
      "1:could not start (port taken, journal not writable), or lost samples",
      "2:the configuration has mistakes",
      "70:out of memory or another fatal error",
      "130, 143:ended at once by a second SIGINT or SIGTERM"
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  /** What of the stop's time is kept for its last steps. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(3);

  private final Map<String, String> environment;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  RunCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    LoadedConfig loaded = options.load(environment);
    FatalErrors.endOnAny();
    // One that comes before there is anything to reload must not end the process.
    Signals.onHangUp(() -> log.info("SIGHUP came before the start was over, and is not needed"));
    applyLogLevel(loaded.config());
    AwsEnvironment.export(loaded.environment(), environment);
    HostOffset offset = offset(loaded.config(), loaded.environment());
    long pid = ProcessHandle.current().pid();
    SystemdNotification systemd;
    Collector collector;
    try {
      systemd = SystemdNotification.of(environment, pid);
      collector =
          Collector.start(
              loaded.config(),
              offset,
              HostName.find(HostName.KERNEL_FILE, environment),
              InstantSource.system(),
              InheritedSockets.of(environment, pid));
    } catch (StartException | ListenException | SystemdException e) {
      spec.commandLine().getErr().println("sidestat: " + e.getMessage());
      return 1;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Watchdog watchdog = new Watchdog(systemd, collector.health()::threadProblem);
    Signals.onStop(
        () -> {
          systemd.stopping();
          watchdog.close();
          stop(collector, stopped);
        });
    Reload reload =
        new Reload(() -> options.load(environment), loaded, next -> takeOver(collector, next));
    Signals.onHangUp(
        () -> {
          systemd.reloading();
          boolean taken = reload.run();
          systemd.ready(status(collector) + (taken ? "" : "; the last reload failed"));
        });
    logStart(loaded, offset, collector);
    letLookersGiveWay();
    systemd.ready(status(collector));
    watchdog.start();
    stopped.await();
    return 0;
  }

  /**
   * Where cores are few, who looks would take the receive thread's: it loses what it is late for.
   */
  private static void letLookersGiveWay() {
    // First the thread that starts the others, then those that it started before.
    var unused =
        LowPriority.give(AdminServer.ACCEPTING_THREAD)
            .thenCompose(given -> LowPriority.give(AdminServer.ANSWERING_THREAD));
  }

  private static HostOffset offset(CollectorConfig config, Map<String, String> environment) {
    return config.publish().enabled()
        ? HostOffset.of(
            HostName.find(HostName.KERNEL_FILE, environment),
            config.publish().spread(),
            config.interval())
        : HostOffset.NONE;
  }

  private static void applyLogLevel(CollectorConfig config) {
    Level level = Level.valueOf(config.logLevel().name());
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.sidestat")).setLevel(level);
  }

  private static void logStart(LoadedConfig loaded, HostOffset offset, Collector collector) {
    CollectorConfig config = loaded.config();
    String settings =
        loaded.effective().stream()
            .map(setting -> setting.key() + "=" + setting.value())
            .collect(Collectors.joining(", "));
    log.info(
        "listening: on={}, admin=http:/{}, {}",
        String.join(" ", collector.listeners().addresses()),
        collector.adminAddress(),
        settings);
    loaded.warnings().stream()
        .filter(Warning::saidAtStart)
        .forEach(warning -> log.warn("{}", warning.text()));
    if (config.publish().enabled()) {
      log.info(
          "publishing is on: namespace={}, dimensions={}, region={}, sent={}",
          config.namespace(),
          config.dimensions(),
          loaded.environment().getOrDefault("AWS_REGION", "by the SDK's default chain"),
          offset);
    } else {
      log.info(
          "publishing is off, nothing leaves this host; to send to CloudWatch set"
              + " CLOUDWATCH_METRICS_ENABLED=true and AWS_REGION");
    }
  }

  /** Whatever holds up the stop, a disk that hangs say: what is journaled is safe. */
  private static void endAt(Duration deadline, Collector collector) {
    Thread guard =
        new Thread(
            () -> {
              try {
                Thread.sleep(deadline.toMillis());
              } catch (InterruptedException e) {
                return;
              }
              log.error(
                  "stopped: at the deadline, before all was done; what is journaled is safe: lost={}",
                  collector.samplesLost());
              Runtime.getRuntime().halt(collector.samplesLost() == 0 ? 0 : 1);
            },
            "sidestat-deadline");
    guard.setDaemon(true);
    guard.start();
  }

  /** Half of a deadline that is too short for the margin. */
  private static Duration patience(Duration deadline) {
    Duration half = deadline.dividedBy(2);
    return half.compareTo(STOP_MARGIN) < 0 ? half : deadline.minus(STOP_MARGIN);
  }

  private static String status(Collector collector) {
    return "listening on " + String.join(" ", collector.listeners().addresses());
  }

  /** What can be changed of a configuration while the collector runs. */
  private static void takeOver(Collector collector, LoadedConfig next) {
    applyLogLevel(next.config());
    try {
      collector.reload(next.config(), inForce -> offset(inForce, next.environment()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends with 0 where the JVM would say it was killed by the signal. */
  private static void stop(Collector collector, CountDownLatch stopped) {
    Duration deadline = collector.stopDeadline();
    log.info(
        "stopping: the open interval is journaled, and sent within {} s; a second signal ends at once",
        deadline.toSeconds());
    endAt(deadline, collector);
    int exitCode = 0;
    try {
      var unused = collector.stop(patience(deadline));
      exitCode = collector.samplesLost() == 0 ? 0 : 1;
    } catch (InterruptedException | RuntimeException e) {
      log.error("stopping failed; what was journaled is safe", e);
      exitCode = 1;
    }
    stopped.countDown();
    Runtime.getRuntime().halt(exitCode);
  }
}
