package io.sidestat.client;

/** Why a sample never left the application. */
public enum DropReason {
  /** A value that is not a finite number, a null, an empty name, or an odd number of tags. */
  INVALID,
  /** Its line alone is longer than a datagram may be. */
  TOO_LONG,
  /** All buffers were full and the kernel took no further datagram. */
  NO_ROOM,
  /** All buffers were full, or the client was closed, before the host's name could be resolved. */
  UNRESOLVED,
  /** The kernel refused the datagram it was in. */
  SEND_FAILED,
  /** Recorded after the client was closed, or still unsent when closing ran out of time. */
  CLOSED
}
