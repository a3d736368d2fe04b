package io.sidestat.collector.faults;

import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.faults.Event.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint that does as it is told, and may go away and come back on the same port. */
final class UnsteadyCloudWatch implements AutoCloseable {
  private static final Duration SLOW = Duration.ofMillis(700);
  private static final int SMALL_BYTES = 20_000;

  private final URI endpoint;
  private final boolean refusesPoison;
  private final List<FakeCloudWatch> ever = new ArrayList<>();
  private @Nullable FakeCloudWatch here;

  UnsteadyCloudWatch(boolean refusesPoison) {
    this.refusesPoison = refusesPoison;
    FakeCloudWatch first = FakeCloudWatch.start();
    endpoint = first.endpoint();
    begin(first);
  }

  private FakeCloudWatch begin(FakeCloudWatch cloudWatch) {
    if (refusesPoison) {
      cloudWatch.refuse(KnownSamples.POISON);
    }
    ever.add(cloudWatch);
    here = cloudWatch;
    return cloudWatch;
  }

  URI endpoint() {
    return endpoint;
  }

  void apply(Kind mood) {
    if (mood == Kind.GO_AWAY) {
      goAway();
      return;
    }
    FakeCloudWatch cloudWatch =
        here == null ? begin(FakeCloudWatch.startOn(endpoint.getPort())) : here;
    cloudWatch.takeAtMost(mood == Kind.REFUSE_LARGE ? SMALL_BYTES : Integer.MAX_VALUE);
    cloudWatch.alwaysAnswer(
        switch (mood) {
          case TAKE_SLOWLY -> Answer.acceptAfter(SLOW);
          case THROTTLE -> Answer.throttle();
          case FAIL -> Answer.unavailable();
          case CLOSE_UNREAD -> Answer.closeConnection();
          case TAKE_AND_CLOSE -> Answer.takeAndClose();
          case ANSWER_A_PAGE -> Answer.page(200);
          case REFUSE_CREDENTIALS -> Answer.accessDenied();
          default -> Answer.accept();
        });
  }

  private void goAway() {
    if (here != null) {
      here.close();
      here = null;
    }
  }

  /** All datums that were ever taken, repeats too. */
  List<ReceivedDatum> taken() {
    return ever.stream()
        .flatMap(cloudWatch -> cloudWatch.requests().stream())
        .flatMap(request -> request.datums().stream())
        .toList();
  }

  @Override
  public void close() {
    goAway();
  }
}
