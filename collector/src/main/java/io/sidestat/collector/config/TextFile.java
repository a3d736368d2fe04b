package io.sidestat.collector.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a settings file as strict UTF-8, at most 1 MiB of it. What fails is a mistake. */
final class TextFile {
  static final int BYTES_MAX = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextFile() {}

  static Optional<String> read(Path path, Mistakes mistakes) {
    String where = Quoted.path(path);
    if (Files.isDirectory(path)) {
      mistakes.add(where, "is a directory, not a file");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        mistakes.add(where, "is larger than 1 MiB");
        return Optional.empty();
      }
      return decode(where, bytes, mistakes);
    } catch (NoSuchFileException e) {
      mistakes.add(where, "there is no such file");
    } catch (AccessDeniedException e) {
      mistakes.add(where, "may not be read by this user");
    } catch (IOException e) {
      mistakes.add(where, "cannot be read: " + Quoted.escape(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static Optional<String> decode(String where, byte[] bytes, Mistakes mistakes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // UTF-8 never decodes to more chars than it has bytes, so there is no overflow.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      mistakes.add(where + ":" + lineAt(text, text.length()), "is not UTF-8");
      return Optional.empty();
    }
    return Optional.of(
        !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
  }

  /** The number, from 1, of the line that holds a position. */
  static int lineAt(String text, int index) {
    return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
  }
}
