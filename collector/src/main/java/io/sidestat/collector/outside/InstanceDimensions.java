package io.sidestat.collector.outside;

import io.sidestat.collector.config.Ec2Config;
import io.sidestat.collector.config.Ec2Dimension;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.outside.InstanceStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dimensions that EC2 knows of the instance, asked for on a daemon thread of their own, {@code
 * sidestat-metadata}, until all are known: at once, after 1 s, and after twice as long each time up
 * to 5 minutes. Nothing waits for them. What was learned once holds for the process's life.
 *
 * <p>All answers of a round are taken together: a round in which one question fails changes
 * nothing, so that metrics do not come under one more set of dimensions in between. What the
 * service says does not exist is left out meanwhile.
 *
 * <p>The log warns when the problem is a new one, and says when all is known. {@link #known} and
 * {@link #status} are for any thread.
 */
public final class InstanceDimensions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InstanceDimensions.class);
  private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  private static final String TAGS = "tags/instance";

  private final MetadataService service;
  private final List<Ec2Dimension> asked;
  private final long pauseFirstMillis;
  private final Thread thread = new Thread(this::run, "sidestat-metadata");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile InstanceStatus status;

  private InstanceDimensions(Ec2Config config, Duration pauseFirst) {
    this.service = new MetadataService(config.endpoint());
    this.asked = config.dimensions();
    this.pauseFirstMillis = pauseFirst.toMillis();
    this.status =
        config.disabled()
            ? new InstanceStatus(State.DISABLED, List.of(), "AWS_EC2_METADATA_DISABLED=true")
            : new InstanceStatus(State.UNKNOWN, List.of(), "");
    thread.setDaemon(true);
  }

  /** Begins to ask, unless told not to; returns at once. */
  public static InstanceDimensions start(Ec2Config config) {
    return start(config, PAUSE_FIRST);
  }

  /** With a first pause of the caller's choice: a test has less patience. */
  static InstanceDimensions start(Ec2Config config, Duration pauseFirst) {
    InstanceDimensions instance = new InstanceDimensions(config, pauseFirst);
    if (!config.disabled()) {
      instance.thread.start();
    }
    return instance;
  }

  /** Those known so far; none at first. */
  public List<Dimension> known() {
    return status.known();
  }

  /** How far they are known. */
  public InstanceStatus status() {
    return status;
  }

  private void run() {
    long pauseMillis = pauseFirstMillis;
    try {
      look();
      while (status.state() != State.KNOWN && !closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        pauseMillis = Math.min(PAUSE_MAX.toMillis(), pauseMillis * 2);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      become(round());
    } catch (MetadataException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A fault of ours must not end the thread: it would never be known.
      failed(e.toString());
    }
  }

  private void failed(String problem) {
    become(new InstanceStatus(status.state(), status.known(), problem));
  }

  private InstanceStatus round() throws MetadataException {
    String token = service.token();
    List<Dimension> known = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Ec2Dimension dimension : asked) {
      Optional<String> value = service.value(token, path(dimension));
      if (value.isPresent()) {
        known.add(new Dimension(dimension.label(), value.get()));
      } else {
        missing.add(whyMissing(dimension, token));
      }
    }
    return new InstanceStatus(
        missing.isEmpty() ? State.KNOWN : State.INCOMPLETE, known, String.join("; ", missing));
  }

  /** Source: "Instance metadata categories", Amazon EC2 user guide, 23 Nov 2026. */
  private static String path(Ec2Dimension dimension) {
    return switch (dimension) {
      case INSTANCE_ID -> "instance-id";
      case AUTO_SCALING_GROUP_NAME -> TAGS + "/aws:autoscaling:groupName";
      case INSTANCE_TYPE -> "instance-type";
      case AVAILABILITY_ZONE -> "placement/availability-zone";
    };
  }

  private String whyMissing(Ec2Dimension dimension, String token) throws MetadataException {
    String lacks = "the metadata has no " + dimension.label();
    if (dimension != Ec2Dimension.AUTO_SCALING_GROUP_NAME) {
      return lacks;
    }
    return service.exists(token, TAGS)
        ? lacks + ": this instance is in no Auto Scaling group; leave it out of dimensions-from.ec2"
        : lacks
            + ": instance tags are not allowed in it; allow them (aws ec2"
            + " modify-instance-metadata-options --instance-id ID --instance-metadata-tags enabled)";
  }

  private void become(InstanceStatus next) {
    InstanceStatus before = status;
    status = next;
    if (next.state() == State.KNOWN) {
      log.info("EC2 metadata is known: {}", text(next.known()));
    } else if (!next.problem().equals(before.problem())) {
      log.warn(
          "EC2 metadata is not known, metrics go out without {} until it is; asked again and again:"
              + " {}",
          asked.stream()
              .map(Ec2Dimension::label)
              .filter(label -> next.known().stream().noneMatch(d -> d.name().equals(label)))
              .collect(Collectors.joining(", ")),
          next.problem());
    }
  }

  private static String text(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::toString).collect(Collectors.joining(", "));
  }

  /** Asks no more; what is known stays. */
  @Override
  public void close() {
    closed.countDown();
  }
}
