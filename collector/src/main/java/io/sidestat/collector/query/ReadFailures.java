package io.sidestat.collector.query;

import io.sidestat.collector.model.ForeignWords;
import io.sidestat.collector.publish.AwsError;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What it means that CloudWatch did not answer, and what to do about it. */
final class ReadFailures {
  private ReadFailures() {}

  /**
   * What an answer of the service means, after the SDK's own retries.
   *
   * @param caller who asked, and where
   */
  static MetricReadException ofService(AwsServiceException e, String caller) {
    AwsError answer = AwsError.of(e);
    if (answer.isDenial()) {
      return new MetricReadException(
          "CloudWatch denies cloudwatch:GetMetricData to %s (%s); allow it: sidestat iam-policy --for verify prints the policy"
              .formatted(caller, answer),
          false,
          e);
    }
    if (answer.isRefusal()) {
      return new MetricReadException(
          "CloudWatch refused the credentials (%s; %s); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the role, and this host's clock"
              .formatted(caller, answer),
          false,
          e);
    }
    if (answer.isThrottling()) {
      return new MetricReadException(
          "CloudWatch is asked too often in this account and region (" + answer + "); try again",
          true,
          e);
    }
    return new MetricReadException(
        "CloudWatch did not answer the question (%s; %s)".formatted(answer, caller),
        answer.isBroken(),
        e);
  }

  static MetricReadException ofClient(SdkException e) {
    String words = ForeignWords.of(e.getMessage());
    if (words.contains("Unable to load region")) {
      return new MetricReadException("no AWS region is set; set AWS_REGION", false, e);
    }
    if (words.contains("Unable to load credentials")) {
      return new MetricReadException(
          "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run"
              + " this with a role that allows cloudwatch:GetMetricData",
          false,
          e);
    }
    Throwable root = rootOf(e);
    boolean reached =
        !(root instanceof IOException
            || root instanceof ApiCallTimeoutException
            || root instanceof ApiCallAttemptTimeoutException);
    return new MetricReadException(
        (reached
                ? "CloudWatch's answer cannot be understood (%s); check AWS_ENDPOINT_URL and publish.endpoint"
                : "CloudWatch cannot be reached (%s); check the network, AWS_REGION and the endpoint")
            .formatted(ForeignWords.of(root.toString())),
        !reached,
        e);
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
