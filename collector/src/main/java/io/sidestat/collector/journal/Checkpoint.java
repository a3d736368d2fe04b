package io.sidestat.collector.journal;

import io.sidestat.collector.model.Fragment;

/**
 * What came into an open interval since its last checkpoint, in the form in which it goes into the
 * journal. Immutable.
 *
 * @param part of the fragment, from 0; they are put together in this order
 * @param state that the requests will be in once the interval is closed
 * @param samples that are in it
 */
public record Checkpoint(
    String run, long sequence, long part, OutboxState state, long samples, byte[] body) {

  /** Encodes what is to be written. */
  public static Checkpoint of(Fragment slice, long part, OutboxState state) {
    return new Checkpoint(
        slice.run(), slice.sequence(), part, state, slice.ledger().recorded(), Codec.encode(slice));
  }
}
