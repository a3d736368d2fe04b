package io.sidestat.collector.bench;

import io.netty.channel.uring.IoUring;
import java.util.Optional;

/** Whether this kernel lets Netty use io_uring. */
final class IoUringCheck {
  private IoUringCheck() {}

  /** Why it cannot be used; empty if it can. */
  static Optional<String> problem() {
    return IoUring.isAvailable()
        ? Optional.empty()
        : Optional.of(String.valueOf(IoUring.unavailabilityCause().getMessage()));
  }
}
