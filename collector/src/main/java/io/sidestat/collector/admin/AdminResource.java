package io.sidestat.collector.admin;

import java.util.Set;

/** What is to be had under one path of the admin server. Thread-safe. */
public interface AdminResource {
  /** The parameters it takes. */
  default Set<String> parameters() {
    return Set.of();
  }

  /**
   * Answers a GET request.
   *
   * @throws IllegalArgumentException if a parameter cannot be used: answered as 400, with its
   *     message
   * @throws Exception if it cannot be told now: answered as 503
   */
  AdminReply get(AdminQuery query) throws Exception;
}
