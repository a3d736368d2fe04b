package io.sidestat.collector.listen;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sockets that were bound before this process began, as systemd's socket units do: since they
 * outlive a restart, what comes in between waits in the kernel.
 *
 * <p>Source: sd_listen_fds(3), read 2026-11-26: LISTEN_FDS sockets from descriptor 3 on, meant for
 * the process LISTEN_PID only.
 *
 * @param descriptors file descriptors of this process
 */
public record InheritedSockets(List<Integer> descriptors) {
  /** None were passed on. */
  public static final InheritedSockets NONE = new InheritedSockets(List.of());

  private static final int FIRST_DESCRIPTOR = 3;

  /** More than a socket unit of ours has; a larger number is somebody's mistake. */
  private static final int SOCKETS_MAX = 16;

  public InheritedSockets {
    descriptors = List.copyOf(descriptors);
  }

  /**
   * Those that an environment speaks of.
   *
   * @param pid of this process: an environment may have been inherited together with other things
   * @throws ListenException if the environment speaks of sockets in no way we understand
   */
  public static InheritedSockets of(Map<String, String> environment, long pid)
      throws ListenException {
    String count = environment.get("LISTEN_FDS");
    if (count == null || !Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
      return NONE;
    }
    if (!count.matches("[0-9]{1,3}") || Integer.parseInt(count) > SOCKETS_MAX) {
      throw new ListenException(
          "LISTEN_FDS: found \"%s\", allowed: 0 to %d; it is set by systemd's socket units"
              .formatted(count, SOCKETS_MAX));
    }
    return new InheritedSockets(
        IntStream.range(0, Integer.parseInt(count)).mapToObj(i -> FIRST_DESCRIPTOR + i).toList());
  }
}
