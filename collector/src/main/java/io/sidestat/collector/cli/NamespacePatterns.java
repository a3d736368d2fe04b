package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.Rule;
import io.sidestat.collector.config.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * The namespaces that a configuration can publish to, as IAM compares them: the collector's own,
 * and those of its rules, with {@code *} where a rule puts in a part of a sample's name. Immutable.
 *
 * @param patterns each once, the collector's own first
 * @param wild whether one of them has a {@code *} that stands for anything
 */
record NamespacePatterns(List<String> patterns, boolean wild) {
  private static final String ANYTHING = "*";

  NamespacePatterns {
    patterns = List.copyOf(patterns);
  }

  /** All that it can publish to. */
  static NamespacePatterns of(CollectorConfig config) {
    Set<String> patterns = new LinkedHashSet<>();
    patterns.add(escaped(config.namespace()));
    boolean wild = false;
    for (Rule rule : config.rules()) {
      if (!rule.drop() && rule.metric().namespace().isPresent()) {
        Template template = rule.metric().namespace().get();
        patterns.add(pattern(template));
        wild |= template.parts().stream().anyMatch(Template.Capture.class::isInstance);
      }
    }
    return new NamespacePatterns(List.copyOf(patterns), wild);
  }

  /** The collector's own, where it publishes what it tells of itself. */
  static NamespacePatterns own(CollectorConfig config) {
    return new NamespacePatterns(List.of(escaped(config.namespace())), false);
  }

  /** Whether any namespace is one of them. */
  boolean isAnything() {
    return wild && patterns.contains(ANYTHING);
  }

  /** The operator of IAM that compares as they are meant. */
  String operator() {
    return wild ? "StringLike" : "StringEquals";
  }

  private static String pattern(Template template) {
    StringBuilder pattern = new StringBuilder();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Literal literal) {
        pattern.append(escaped(literal.text()));
      } else if (pattern.lastIndexOf(ANYTHING) != pattern.length() - 1 || pattern.length() == 0) {
        pattern.append(ANYTHING);
      }
    }
    return pattern.toString();
  }

  /**
   * What IAM takes for a wildcard or a variable, as its variable for that very character. No
   * namespace has such a character today.
   */
  private static String escaped(String literal) {
    return literal.replaceAll("[*?$]", Matcher.quoteReplacement("${") + "$0}");
  }
}
