package io.sidestat.collector.cli.agent;

import io.sidestat.collector.model.Untrusted;

/**
 * Something that whoever moves over should know.
 *
 * @param about a key's path in the agent's file, or what of the metrics is another
 * @param words what becomes of it
 */
public record ImportNote(Kind kind, String about, String words) {
  /** In the order in which notes are printed. */
  public enum Kind {
    /** What the file does not say and somebody has to. */
    TO_DO("to do"),
    /** What CloudWatch will hold otherwise. */
    DIFFERS("differs"),
    /** A key that was translated into nothing. */
    NO_COUNTERPART("no counterpart"),
    /** A key that is not among those that the agent's documentation and schema have. */
    UNKNOWN("unknown"),
    /** What the agent goes on doing. */
    STAYS("stays with the agent");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** As a line of output. */
  @Override
  public String toString() {
    String what = kind.words + ": " + Untrusted.printable(about);
    return words.isEmpty() ? what : what + ": " + Untrusted.printable(words);
  }
}
