package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.cli.live.LiveKey;
import io.sidestat.collector.cli.live.LiveViews;
import java.util.Map;
import java.util.Set;

/**
 * {@code /api/v1/live}: the last seconds, up to 15 minutes, of the endpoints of the objectives;
 * with {@code ?metric=&dimension=&by=} of that metric, which is kept by the second for as long as
 * somebody asks for it. {@code ?since=} tells only later seconds.
 */
public final class LiveResource implements AdminResource {
  private final LiveViews views;

  /** Answers from those views. */
  public LiveResource(LiveViews views) {
    this.views = views;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("since", "endpoint", "namespace", "metric", "dimension", "by");
  }

  @Override
  public AdminReply get(AdminQuery asked) {
    long since = asked.one("since").map(LiveResource::second).orElse(0L);
    if (asked.one("metric").isEmpty()) {
      return AdminReply.compactJson(
          Map.of("endpoints", views.endpoints(asked.one("endpoint"), since)));
    }
    LiveKey key =
        new LiveKey(
            asked.one("namespace"),
            MetricParameters.metric(asked),
            MetricParameters.dimensions(asked),
            asked.one("by"));
    return AdminReply.compactJson(Map.of("view", views.view(key, since)));
  }

  private static long second(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("since is seconds since 1970, a whole number", e);
    }
  }
}
