package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is kept second by second for the last quarter of an hour: the metrics of the objectives, and
 * those that somebody asked for in the last half minute. Thread-safe; {@link #add} and {@link
 * #takeChanged} never wait for who asks, whose threads have the lowest priority.
 *
 * <p>A bound on memory: {@value #TRACKS_MAX} tracks, of some 120 KB each, and {@value #VIEWS_MAX}
 * views.
 */
public final class LiveViews {
  static final int VIEWS_MAX = 128;
  static final int TRACKS_MAX = 256;

  /** As many slices, one a second, may come while the views are read for a long time. */
  private static final int ADDITIONS_MAX = 32;

  private static final long LOOKED_AT_NANOS = Duration.ofSeconds(30).toNanos();

  private final Grid grid;
  private final LongSupplier nanoTime;
  private final Runnable onChange;
  private final ReentrantLock lock = new ReentrantLock();

  /** What came while the views were read. */
  private final Queue<Addition> additions = new ConcurrentLinkedQueue<>();

  private final Map<LiveKey, LiveView> views = new LinkedHashMap<>();

  /** When each was asked for last, of those that no objective needs. */
  private final Map<LiveKey, Long> lookedAt = new HashMap<>();

  private List<LiveEndpoint> endpoints = List.of();

  /** Whether other series are wanted than were taken last. */
  private boolean changed;

  /** Whether somebody is still to be told of that. */
  private boolean untold;

  private volatile boolean allWatched = true;

  /** What the watched series got in a stretch of time. */
  private record Addition(LiveStretch stretch, List<ClosedSeries> series) {}

  /**
   * No views yet.
   *
   * @param grid that distributions are on
   * @param nanoTime the JVM's clock
   * @param onChange told when other series are to be watched; must not wait
   */
  public LiveViews(Grid grid, LongSupplier nanoTime, Runnable onChange) {
    this.grid = grid;
    this.nanoTime = nanoTime;
    this.onChange = onChange;
  }

  /** The endpoints to keep, whether somebody looks or not, in place of those before. */
  public void keep(List<LiveEndpoint> promised) {
    locked(
        () -> {
          keepNow(promised);
          return true;
        });
  }

  /** Whoever gets the lock first does what was left to do; who is told then finds it free. */
  private <T> T locked(Supplier<T> work) {
    boolean tell = false;
    lock.lock();
    try {
      putIn();
      T answer = work.get();
      tell = untold;
      untold = false;
      return answer;
    } finally {
      lock.unlock();
      if (tell) {
        onChange.run();
      }
    }
  }

  private void keepNow(List<LiveEndpoint> promised) {
    endpoints = List.copyOf(promised);
    views.keySet().removeIf(key -> !lookedAt.containsKey(key) && !isPromised(key));
    for (LiveEndpoint endpoint : promised) {
      add(endpoint.latency());
      add(endpoint.requests());
    }
    becomeOthers();
  }

  private void becomeOthers() {
    changed = true;
    untold = true;
  }

  private boolean isPromised(LiveKey key) {
    return endpoints.stream()
        .anyMatch(endpoint -> endpoint.latency().equals(key) || endpoint.requests().equals(key));
  }

  private boolean add(LiveKey key) {
    if (views.containsKey(key)) {
      return true;
    }
    if (views.size() >= VIEWS_MAX) {
      return false;
    }
    views.put(key, new LiveView(key));
    becomeOthers();
    return true;
  }

  /**
   * Whether other series are to be watched than when this was asked last; not now, if the views are
   * being read.
   */
  public boolean takeChanged() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return takeChangedNow();
    } finally {
      lock.unlock();
    }
  }

  private boolean takeChangedNow() {
    long now = nanoTime.getAsLong();
    if (lookedAt.values().removeIf(asked -> now - asked > LOOKED_AT_NANOS)) {
      views.keySet().removeIf(key -> !lookedAt.containsKey(key) && !isPromised(key));
      changed = true;
    }
    boolean was = changed;
    changed = false;
    return was;
  }

  /** What was taken could not be done. */
  public void change() {
    locked(() -> changed = true);
  }

  /** Whether nothing is to be watched. */
  public boolean isEmpty() {
    return locked(views::isEmpty);
  }

  /** Which series are to be watched, as of now. */
  public Predicate<MetricId> wanted() {
    return locked(this::wantedNow);
  }

  private Predicate<MetricId> wantedNow() {
    Map<String, List<LiveKey>> byMetric = new HashMap<>();
    for (LiveKey key : views.keySet()) {
      byMetric.computeIfAbsent(key.metric(), name -> new ArrayList<>()).add(key);
    }
    return id ->
        byMetric.getOrDefault(id.name(), List.of()).stream().anyMatch(key -> key.matches(id));
  }

  /** Whether all that is wanted is watched, or there are too many such series. */
  public void complete(boolean all) {
    allWatched = all;
  }

  /** What is wanted is watched from now on. */
  public void watched() {
    locked(
        () -> {
          views.values().forEach(view -> view.watched(nanoTime.getAsLong()));
          return true;
        });
  }

  /**
   * Takes what the watched series got. While the views are read it is kept for whoever gets them
   * next; of more than {@value #ADDITIONS_MAX} stretches the oldest is not shown.
   */
  public void add(LiveStretch stretch, List<ClosedSeries> series) {
    additions.add(new Addition(stretch, List.copyOf(series)));
    if (additions.size() > ADDITIONS_MAX) {
      additions.poll();
    }
    if (lock.tryLock()) {
      try {
        putIn();
      } finally {
        lock.unlock();
      }
    }
  }

  private void putIn() {
    for (Addition one = additions.poll(); one != null; one = additions.poll()) {
      putIn(one.stretch(), one.series());
    }
  }

  private void putIn(LiveStretch stretch, List<ClosedSeries> series) {
    int tracks = views.values().stream().mapToInt(LiveView::tracks).sum();
    for (LiveView view : views.values()) {
      int before = view.tracks();
      view.add(stretch, series, grid, TRACKS_MAX - tracks);
      tracks += view.tracks() - before;
    }
  }

  /**
   * The endpoints of the objectives with their last seconds.
   *
   * @param name only those called so; empty for all
   * @param since only seconds after this one, since 1970
   */
  public List<Map<String, Object>> endpoints(Optional<String> name, long since) {
    return locked(() -> endpointsNow(name, since));
  }

  private List<Map<String, Object>> endpointsNow(Optional<String> name, long since) {
    List<Map<String, Object>> told = new ArrayList<>();
    for (LiveEndpoint endpoint : endpoints) {
      if (name.isPresent() && !name.get().equals(endpoint.endpoint())) {
        continue;
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("service", endpoint.service());
      figures.put("environment", endpoint.environment());
      figures.put("endpoint", endpoint.endpoint());
      figures.put("latencyMetric", endpoint.latency().metric());
      figures.put("requestsMetric", endpoint.requests().metric());
      figures.put("objectives", endpoint.objectives().stream().map(LiveViews::figures).toList());
      figures.put("latency", figures(endpoint.latency(), since));
      figures.put("requests", figures(endpoint.requests(), since));
      told.add(figures);
    }
    return told;
  }

  private static Map<String, Object> figures(LiveObjective objective) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("text", objective.text());
    figures.put("target", objective.target());
    if (objective.latency().isPresent()) {
      figures.put("latency", objective.latency().getAsDouble());
    } else {
      figures.put("good", objective.good());
      figures.put("bad", objective.bad());
    }
    return figures;
  }

  /**
   * One metric's last seconds; from now on it is kept for as long as it is asked for.
   *
   * @throws IllegalArgumentException if there are too many views already
   */
  public Map<String, Object> view(LiveKey key, long since) {
    return locked(() -> viewNow(key, since));
  }

  private Map<String, Object> viewNow(LiveKey key, long since) {
    if (!add(key)) {
      throw new IllegalArgumentException(
          "no more than %d metrics can be looked at by the second; try again in half a minute"
              .formatted(VIEWS_MAX));
    }
    lookedAt.put(key, nanoTime.getAsLong());
    return figures(key, since);
  }

  private Map<String, Object> figures(LiveKey key, long since) {
    LiveView view = views.get(key);
    // There may be more objectives than room.
    return view == null ? new LiveView(key).figures(since, false) : view.figures(since, allWatched);
  }
}
