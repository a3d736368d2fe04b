package io.sidestat.collector.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is to own a socket file; what is empty stays as the file was made.
 *
 * @param user name of a user
 * @param group name of a group
 */
public record SocketOwner(Optional<String> user, Optional<String> group) {
  private static final Pattern FORM =
      Pattern.compile("(?=.)([0-9A-Za-z._-]{1,32})?(?::([0-9A-Za-z._-]{1,32}))?");

  static SocketOwner parse(String text) {
    if (text.equals(ListenConfig.NONE)) {
      return new SocketOwner(Optional.empty(), Optional.empty());
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an owner");
    }
    return new SocketOwner(
        Optional.ofNullable(matcher.group(1)), Optional.ofNullable(matcher.group(2)));
  }

  /** As a setting is written. */
  @Override
  public String toString() {
    String text = user.orElse("") + group.map(name -> ":" + name).orElse("");
    return text.isEmpty() ? ListenConfig.NONE : text;
  }
}
