package io.sidestat.collector.query;

import org.jspecify.annotations.Nullable;

/** Metrics could not be read. */
public final class MetricReadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * A failed read.
   *
   * @param message for the user: what happened and what to do
   * @param passing whether the same may succeed later, without anybody mending something
   */
  public MetricReadException(String message, boolean passing, @Nullable Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  public boolean passing() {
    return passing;
  }
}
