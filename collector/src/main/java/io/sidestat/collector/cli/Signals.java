package io.sidestat.collector.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first stops the collector in order, a second ends the process at once,
 * which loses nothing that is journaled. SIGHUP: reads the configuration again.
 *
 * <p>The JDK has no public way to tell a second signal from the first, but {@code sun.misc.Signal},
 * which its module jdk.unsupported exports for the time being; it is reached by reflection, since
 * the compiler would warn. Where it is missing a shutdown hook stops in order, and further signals
 * do nothing.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private static final List<String> NAMES = List.of("TERM", "INT");

  /** What shells answer for a process that a signal ended: this and its number. */
  private static final int EXIT_BASE = 128;

  private Signals() {}

  /** From now on the first signal runs the task on a thread of its own. */
  static void onStop(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    IntConsumer action =
        number -> {
          if (stopping.compareAndSet(false, true)) {
            new Thread(stop, "sidestat-stop").start();
          } else {
            log.warn(
                "a second signal: ends at once; what is journaled, the last checkpoint too, is safe");
            Runtime.getRuntime().halt(EXIT_BASE + number);
          }
        };
    try {
      for (String name : NAMES) {
        handle(name, action);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("signals cannot be told apart", e);
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "sidestat-stop"));
    }
  }

  /** From now on each SIGHUP runs the task on a thread of its own; one that is no reason to end. */
  static void onHangUp(Runnable reload) {
    try {
      handle("HUP", number -> new Thread(reload, "sidestat-reload").start());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("SIGHUP cannot be heard", e);
    }
  }

  private static void handle(String name, IntConsumer action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                action.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handlerType)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }
}
