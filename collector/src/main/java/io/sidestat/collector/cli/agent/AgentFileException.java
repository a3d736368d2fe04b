package io.sidestat.collector.cli.agent;

/** The agent's configuration cannot be translated. The message says why, for the user. */
public final class AgentFileException extends Exception {
  private static final long serialVersionUID = 1L;

  AgentFileException(String message) {
    super(message);
  }
}
