package io.sidestat.collector.config;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The permissions of a socket file.
 *
 * @param permissions as of any file
 */
public record SocketMode(Set<PosixFilePermission> permissions) {
  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
  private static final int OCTAL_RADIX = 8;

  /** By the bit of each, the lowest first. */
  private static final PosixFilePermission[] BY_BIT = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  public SocketMode {
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
  }

  static SocketMode parse(String text) {
    if (!OCTAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not a mode");
    }
    int bits = Integer.parseInt(text, OCTAL_RADIX);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BY_BIT.length; bit++) {
      if ((bits >> bit & 1) == 1) {
        permissions.add(BY_BIT[bit]);
      }
    }
    if (!permissions.contains(PosixFilePermission.OWNER_WRITE)) {
      throw new RejectedValueException("not even its owner could send");
    }
    return new SocketMode(permissions);
  }

  /** Four octal digits. */
  @Override
  public String toString() {
    int bits = 0;
    for (int bit = 0; bit < BY_BIT.length; bit++) {
      bits |= permissions.contains(BY_BIT[bit]) ? 1 << bit : 0;
    }
    return "%04o".formatted(bits);
  }
}
