package io.sidestat.collector.listen;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.config.SocketMode;
import io.sidestat.collector.config.SocketOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * The file of a Unix datagram socket. It is made under another name, given its owner and mode and
 * then put into place, so that nobody ever finds it with wrong ones. One left behind by a collector
 * that was killed is replaced; one that somebody listens on, or a file of any other kind, is not.
 */
final class UnixSocketFile {
  private final Path path;

  UnixSocketFile(Path path) {
    this.path = path;
  }

  /**
   * Makes the file and binds the socket to it.
   *
   * @throws IOException if the place is taken, or cannot be written, or the owner cannot be set
   */
  void bind(Socket socket, SocketMode mode, SocketOwner owner) throws IOException {
    checkFree();
    Path unfinished = path.resolveSibling("." + path.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    socket.bind(new DomainSocketAddress(unfinished.toString()));
    try {
      setOwner(unfinished, owner);
      Files.setPosixFilePermissions(unfinished, mode.permissions());
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot be put into place: " + e.getReason(), e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void checkFree() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(
            path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException("there is a file of that name that is no socket");
    }
    if (isListenedOn()) {
      throw new IOException("somebody listens on it already");
    }
  }

  private boolean isListenedOn() throws IOException {
    Socket probe = Socket.newSocketDomainDgram();
    try {
      return probe.connect(new DomainSocketAddress(path.toString()));
    } catch (IOException nobody) {
      return false;
    } finally {
      probe.close();
    }
  }

  private static void setOwner(Path file, SocketOwner owner) throws IOException {
    UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
    try {
      if (owner.user().isPresent()) {
        Files.setOwner(file, names.lookupPrincipalByName(owner.user().get()));
      }
      if (owner.group().isPresent()) {
        Files.getFileAttributeView(file, PosixFileAttributeView.class)
            .setGroup(names.lookupPrincipalByGroupName(owner.group().get()));
      }
    } catch (UserPrincipalNotFoundException e) {
      // Newer JDKs do not tell which in the exception.
      throw new IOException("there is no such user or group: " + owner, e);
    }
  }

  /** Takes the file away. */
  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
