package io.sidestat.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How this client's lines look: {@code prefix.name:value|type|@rate|#key:value,key:value}.
 * Immutable.
 */
final class LineFormat {

  private final String prefix;
  private final Map<String, String> constantTags;
  private final String constantTail;

  /**
   * Made of what the application gave.
   *
   * @param prefix comes before every name, with a dot between; null or blank for none
   * @param constantTags on every line, behind its own tags
   */
  LineFormat(@Nullable String prefix, Map<String, String> constantTags) {
    String trimmed = prefix == null ? "" : prefix.trim();
    this.prefix = trimmed.isEmpty() ? "" : WireText.name(trimmed) + ".";
    this.constantTags = new LinkedHashMap<>();
    constantTags.forEach(
        (key, value) -> this.constantTags.put(WireText.name(key), WireText.tagValue(value)));
    constantTail = tail(this.constantTags);
  }

  /**
   * What is wrong with a name and tags, or null if nothing is.
   *
   * @param tags keys and values in turn
   */
  static @Nullable String problem(@Nullable String name, @Nullable String @Nullable [] tags) {
    if (name == null || name.isEmpty()) {
      return "a metric has no name, so its samples are dropped: name=" + name;
    }
    if (tags == null || tags.length % 2 != 0) {
      return "tags must be keys and values in turn, so its samples are dropped: metric=" + name;
    }
    for (int at = 0; at < tags.length; at++) {
      String text = tags[at];
      if (text == null || (at % 2 == 0 && text.isEmpty())) {
        return "a tag is null or has no key, so its samples are dropped: metric=" + name;
      }
    }
    return null;
  }

  /** A series with tags of its own; name and tags have no {@link #problem}. */
  Series series(MetricType type, String name, String... tags) {
    return type.series(
        prefix + WireText.name(name) + ":", "|" + type.code + tail(withConstant(tags)));
  }

  /** A series of the client's own, which is not the application's to name. */
  Series own(MetricType type, String name, String... tags) {
    return Series.own(name + ":", "|" + type.code + tail(withConstant(tags)));
  }

  private Map<String, String> withConstant(String... tags) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int at = 0; at < tags.length; at += 2) {
      all.put(WireText.name(tags[at]), WireText.tagValue(tags[at + 1]));
    }
    constantTags.forEach(all::putIfAbsent);
    return all;
  }

  /** The series of a call of the StatsDClient interface; invalid without a name or a rate. */
  Series aspect(MetricType type, @Nullable String aspect, double sampleRate) {
    boolean rateUsable = sampleRate > 0 && !Double.isInfinite(sampleRate);
    if (aspect == null || aspect.isEmpty() || !rateUsable) {
      return Series.INVALID;
    }
    String rate = sampleRate == 1.0 ? "" : "|@" + Decimal.text(sampleRate);
    return type.series(
        prefix + WireText.aspect(aspect) + ":", "|" + type.code + rate + constantTail);
  }

  private static String tail(Map<String, String> tags) {
    StringBuilder tail = new StringBuilder();
    tags.forEach(
        (key, value) ->
            tail.append(tail.length() == 0 ? "|#" : ",").append(key).append(':').append(value));
    return tail.toString();
  }
}
