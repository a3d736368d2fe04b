package io.sidestat.client;

import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the samples, from the client's start to the moment it was asked. Immutable.
 *
 * <p>A sample is one call that records something, be its line sent or not. At any moment {@code
 * samplesAccepted = samplesSent + samplesDropped + samplesBuffered}.
 */
public final class ClientStats {

  private final long samplesAccepted;
  private final long samplesSent;
  private final EnumMap<DropReason, Long> samplesDropped;
  private final long datagramsSent;
  private final long sendErrors;

  ClientStats(
      long samplesAccepted,
      long samplesSent,
      Map<DropReason, Long> samplesDropped,
      long datagramsSent,
      long sendErrors) {
    this.samplesAccepted = samplesAccepted;
    this.samplesSent = samplesSent;
    this.samplesDropped = new EnumMap<>(samplesDropped);
    this.datagramsSent = datagramsSent;
    this.sendErrors = sendErrors;
  }

  /**
   * Samples that the application handed to this client, those that were then dropped included.
   *
   * @return a count
   */
  public long samplesAccepted() {
    return samplesAccepted;
  }

  /**
   * Samples in datagrams that the kernel took. UDP tells nobody whether they arrived.
   *
   * @return a count
   */
  public long samplesSent() {
    return samplesSent;
  }

  /**
   * Samples lost in this process, for whatever reason.
   *
   * @return a count
   */
  public long samplesDropped() {
    long total = 0;
    for (long count : samplesDropped.values()) {
      total += count;
    }
    return total;
  }

  /**
   * Samples lost in this process for one reason.
   *
   * @param reason the reason asked for
   * @return a count
   */
  public long samplesDropped(DropReason reason) {
    return samplesDropped.getOrDefault(reason, 0L);
  }

  /**
   * Samples that wait in memory to be sent.
   *
   * @return a count
   */
  public long samplesBuffered() {
    return samplesAccepted - samplesSent - samplesDropped();
  }

  /**
   * Datagrams that the kernel took.
   *
   * @return a count
   */
  public long datagramsSent() {
    return datagramsSent;
  }

  /**
   * Datagrams that the kernel refused with an error; their samples are dropped as {@link
   * DropReason#SEND_FAILED}.
   *
   * @return a count
   */
  public long sendErrors() {
    return sendErrors;
  }

  /** The figures as {@code name=value} pairs on one line. */
  @Override
  public String toString() {
    return "samplesAccepted="
        + samplesAccepted
        + " samplesSent="
        + samplesSent
        + " samplesBuffered="
        + samplesBuffered()
        + " samplesDropped="
        + samplesDropped
        + " datagramsSent="
        + datagramsSent
        + " sendErrors="
        + sendErrors;
  }
}
