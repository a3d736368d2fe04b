package io.sidestat.collector.config;

/**
 * A value refused for a reason that the setting's list of allowed values does not make plain. Its
 * message is shown to the user beside that list, so it is a short phrase without the value.
 */
final class RejectedValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RejectedValueException(String reason) {
    super(reason);
  }
}
