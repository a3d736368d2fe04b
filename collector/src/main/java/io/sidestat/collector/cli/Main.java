package io.sidestat.collector.cli;

/** Entry point of the {@code sidestat} command. */
public final class Main {
  private Main() {}

  /** Prints what there is until the commands are in place. */
  public static void main(String[] args) {
    System.err.println("sidestat: no commands yet");
  }
}
