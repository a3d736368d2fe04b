package io.sidestat.collector.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used. Carries every mistake, so that all can be mended at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  // An exception is serializable by descent only; nobody sends this one anywhere.
  @SuppressWarnings("serial")
  private final List<Mistake> mistakes;

  private final int count;

  ConfigException(List<Mistake> mistakes, int count) {
    super(message(mistakes, count));
    this.mistakes = List.copyOf(mistakes);
    this.count = count;
  }

  /** The mistakes, in the order of the sources; at most 100. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** How many there are, with those beyond the first 100. */
  public int count() {
    return count;
  }

  private static String message(List<Mistake> mistakes, int count) {
    String lines = mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n"));
    String total = count == 1 ? "1 mistake" : count + " mistakes";
    return lines
        + "\n"
        + total
        + " in the configuration"
        + (count > mistakes.size() ? ", the first " + mistakes.size() + " are shown" : "");
  }
}
