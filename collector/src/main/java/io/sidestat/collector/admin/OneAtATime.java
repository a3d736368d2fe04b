package io.sidestat.collector.admin;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one answer be made at a time, of resources that take memory for it: so the memory is that of
 * one, however many ask. Whoever asks meanwhile waits a while, in turn, and is then told to ask
 * again. Thread-safe.
 */
public final class OneAtATime {
  private final Semaphore turn = new Semaphore(1, true);
  private final Duration patience;

  /**
   * One at a time.
   *
   * @param patience how long to wait for one's turn
   */
  public OneAtATime(Duration patience) {
    this.patience = patience;
  }

  /** The resource, answering in turn with all others that this was given. */
  public AdminResource of(AdminResource resource) {
    return new AdminResource() {
      @Override
      public Set<String> parameters() {
        return resource.parameters();
      }

      @Override
      public AdminReply get(AdminQuery query) throws Exception {
        if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new BusyException("the collector is making other answers; ask again in a second");
        }
        try {
          return resource.get(query);
        } finally {
          turn.release();
        }
      }
    };
  }
}
