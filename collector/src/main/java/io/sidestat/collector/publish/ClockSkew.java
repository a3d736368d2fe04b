package io.sidestat.collector.publish;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * How far this host's clock is ahead of the service's, by the date of its answer; negative if it is
 * behind. To the second, and as old as the answer was long on its way.
 */
public record ClockSkew(Duration ahead) {
  /**
   * From there on a signature may be refused for its time. Source: "AWS Signature Version 4 for API
   * requests", AWS IAM user guide, as quoted on AWS re:Post, read 26 Nov 2026.
   */
  private static final Duration SIGNATURES_FAIL = Duration.ofMinutes(5);

  /**
   * From there on data may be refused for its time, as it tells of the time up to now: CloudWatch
   * takes none from more than two hours ahead. Source: PutMetricData, CloudWatch API reference.
   */
  private static final Duration DATA_FAILS = Duration.ofMinutes(110);

  /** More than an answer takes on its way, so that somebody should set the clock. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(30);

  static final ClockSkew NONE = new ClockSkew(Duration.ZERO);

  /** None if the answer has no date that can be read. */
  static ClockSkew of(AwsServiceException e, Instant now) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? NONE
        : of(details.sdkHttpResponse(), now).orElse(NONE);
  }

  /** Empty if the answer has no date that can be read. */
  static Optional<ClockSkew> of(SdkHttpResponse answer, Instant now) {
    String date = answer.firstMatchingHeader("Date").orElse("");
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return Optional.of(new ClockSkew(Duration.between(theirs, now)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether it is more than what a clock that is set by NTP can show. */
  public boolean isNoticeable() {
    return ahead.abs().compareTo(NOTICEABLE) >= 0;
  }

  /** Whether that much may make CloudWatch refuse who asks. */
  public boolean spoilsSignatures() {
    return ahead.abs().compareTo(SIGNATURES_FAIL) >= 0;
  }

  /** Whether that much may make CloudWatch refuse the data. */
  public boolean spoilsData() {
    return ahead.compareTo(DATA_FAILS) >= 0;
  }

  /** For the user. */
  @Override
  public String toString() {
    return "this host's clock is %d s %s CloudWatch's; set it, as by chrony or systemd-timesyncd"
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }
}
