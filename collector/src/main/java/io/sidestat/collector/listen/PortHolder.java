package io.sidestat.collector.listen;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process that holds a port, as Linux tells it: the sockets of a port with their inodes
 * (/proc/net/udp and its like), and the processes that have one of these open (/proc/PID/fd). The
 * latter of other users' processes only root may read. At most {@value #ENTRIES_MAX} files are
 * looked at.
 *
 * <p>Source of the format: proc_net_udp(5) and proc_pid_fd(5).
 *
 * @param command its name, at most 15 bytes, which it chose itself: untrusted
 */
public record PortHolder(long pid, String command) {
  private static final int ENTRIES_MAX = 100_000;
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String TCP_LISTEN = "0A";

  /** Who holds that UDP port; empty if that cannot be told. */
  public static Optional<PortHolder> ofUdp(int port, Path proc) {
    return find(proc, inodes(proc, List.of("udp", "udp6"), port, false));
  }

  /** Who listens on that TCP port; empty if that cannot be told. */
  public static Optional<PortHolder> ofTcp(int port, Path proc) {
    return find(proc, inodes(proc, List.of("tcp", "tcp6"), port, true));
  }

  private static Set<String> inodes(
      Path proc, List<String> tables, int port, boolean listeningOnly) {
    Set<String> inodes = new HashSet<>();
    String end = ":%04X".formatted(port);
    for (String table : tables) {
      try (var lines = Files.lines(proc.resolve("net").resolve(table))) {
        lines
            .limit(ENTRIES_MAX)
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(end))
            .filter(fields -> !listeningOnly || fields[STATE].equals(TCP_LISTEN))
            .forEach(fields -> inodes.add("socket:[" + fields[INODE] + "]"));
      } catch (IOException | RuntimeException notThere) {
        // No Linux, or no such family of addresses.
      }
    }
    return inodes;
  }

  private static Optional<PortHolder> find(Path proc, Set<String> sockets) {
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    int entries = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
          for (Path descriptor : descriptors) {
            if (++entries > ENTRIES_MAX) {
              return Optional.empty();
            }
            if (isOneOf(sockets, descriptor)) {
              return Optional.of(of(process));
            }
          }
        } catch (IOException | RuntimeException notOurs) {
          // Another user's, or gone meanwhile.
        }
      }
    } catch (IOException | RuntimeException notThere) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isOneOf(Set<String> sockets, Path descriptor) {
    try {
      return sockets.contains(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException | RuntimeException closedMeanwhile) {
      return false;
    }
  }

  private static PortHolder of(Path process) throws IOException {
    return new PortHolder(
        Long.parseLong(process.getFileName().toString()),
        Files.readString(process.resolve("comm")).strip());
  }
}
