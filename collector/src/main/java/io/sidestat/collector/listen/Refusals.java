package io.sidestat.collector.listen;

import java.util.Optional;

/**
 * What a listener refused since the start, since {@code listen.allow} has no network with its
 * source. None of it was parsed.
 *
 * @param datagrams read and thrown away
 * @param connections closed before a byte was read
 * @param first the address of the first source refused; empty if none was
 * @param last the address of the last one
 */
public record Refusals(
    long datagrams, long connections, Optional<String> first, Optional<String> last) {
  /** Nothing was refused. */
  public static final Refusals NONE = new Refusals(0, 0, Optional.empty(), Optional.empty());
}
