package io.sidestat.collector.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request: {@code ?name=value&name=value}. Immutable; equal to another with the
 * same values of the same names, in whatever order the names come.
 */
public final class AdminQuery {
  private final Map<String, List<String>> values;

  private AdminQuery(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads what stands behind the question mark.
   *
   * @param known the parameters there are
   * @throws IllegalArgumentException if it names others or is not well-formed; the message is for
   *     the user
   */
  public static AdminQuery of(Optional<String> raw, Set<String> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.filter(text -> !text.isEmpty()).orElse("").split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            known.isEmpty()
                ? "this takes no parameters"
                : "no such parameter; there are "
                    + String.join(", ", known.stream().sorted().toList()));
      }
      values
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return new AdminQuery(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a parameter is not well-formed: " + e.getMessage(), e);
    }
  }

  /** All values of a parameter, in their order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * The value of a parameter; empty if it is not there.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Optional<String> one(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw new IllegalArgumentException("only one " + name + " can be given");
    }
    return all.stream().findFirst();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AdminQuery query && values.equals(query.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
