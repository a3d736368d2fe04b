package io.sidestat.collector.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Makes the journal's disk full for a while: a small file system that is filled up where one may be
 * mounted, else a trigger that fails each commit.
 */
abstract class DiskFault implements AutoCloseable {
  private static final String SIZE = "48m";

  /** Where the journal is to be. */
  abstract Path directory();

  abstract void begin() throws IOException, SQLException;

  abstract void end() throws IOException, SQLException;

  @Override
  public void close() throws IOException {}

  /** The best that can be had here, below a directory. */
  static DiskFault in(Path parent) throws IOException {
    Path directory = Files.createDirectories(parent.resolve("disk"));
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "none", directory.toString()) == 0;
    return mounted ? new Full(directory) : new FailingCommit(directory);
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** A file system of its own, filled with ballast. */
  private static final class Full extends DiskFault {
    private static final byte[] BALLAST = new byte[64 << 10];

    private final Path directory;

    Full(Path directory) {
      this.directory = directory;
    }

    @Override
    Path directory() {
      return directory;
    }

    @Override
    void begin() throws IOException {
      Path ballast = directory.resolve("ballast");
      try (var out = Files.newOutputStream(ballast)) {
        while (true) {
          out.write(BALLAST);
        }
      } catch (IOException full) {
        if (Files.size(ballast) == 0) {
          throw full;
        }
      }
    }

    @Override
    void end() throws IOException {
      Files.deleteIfExists(directory.resolve("ballast"));
    }

    @Override
    public void close() throws IOException {
      var unused = run("umount", "-l", directory.toString());
    }

    @Override
    public String toString() {
      return "a full file system";
    }
  }

  /** Each write of an interval or a checkpoint fails. */
  private static final class FailingCommit extends DiskFault {
    private final Path directory;

    FailingCommit(Path directory) {
      this.directory = directory;
    }

    @Override
    Path directory() {
      return directory;
    }

    @Override
    void begin() throws SQLException {
      execute(
          "CREATE TRIGGER IF NOT EXISTS full1 BEFORE INSERT ON fragment"
              + " BEGIN SELECT RAISE(ABORT, 'full'); END",
          "CREATE TRIGGER IF NOT EXISTS full2 BEFORE INSERT ON checkpoint"
              + " BEGIN SELECT RAISE(ABORT, 'full'); END");
    }

    @Override
    void end() throws SQLException {
      execute("DROP TRIGGER IF EXISTS full1", "DROP TRIGGER IF EXISTS full2");
    }

    private void execute(String... statements) throws SQLException {
      Path file = directory.resolve("journal.db");
      if (!Files.exists(file)) {
        return;
      }
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 5000");
        for (String sql : statements) {
          statement.execute(sql);
        }
      }
    }

    @Override
    public String toString() {
      return "failing commits";
    }
  }
}
