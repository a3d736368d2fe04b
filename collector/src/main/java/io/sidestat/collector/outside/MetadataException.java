package io.sidestat.collector.outside;

/** The metadata service did not answer as it should; the message says what to do. */
final class MetadataException extends Exception {
  private static final long serialVersionUID = 1L;

  MetadataException(String message) {
    super(message);
  }

  MetadataException(String message, Throwable cause) {
    super(message, cause);
  }
}
