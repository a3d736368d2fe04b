package io.sidestat.collector.publish;

import io.sidestat.collector.model.ForeignWords;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sorts what can go wrong with a send into what to do about it.
 *
 * <p>Source of the codes: Common Errors and PutMetricData, CloudWatch API reference, 23 Nov 2026.
 */
final class Failures {
  static final String ADDRESS_ADVICE =
      "check AWS_ENDPOINT_URL or publish.endpoint, AWS_REGION and any proxy";

  private static final String STATEMENT =
      "{\"Effect\":\"Allow\",\"Action\":\"cloudwatch:PutMetricData\",\"Resource\":\"*\"}";

  /** How the JDK begins to refuse a header. */
  private static final String BAD_HEADER = "Illegal character(s) in message header";

  private static final int TOO_LARGE = 413;

  private Failures() {}

  /**
   * What an answer of the service means.
   *
   * @param caller who asked, and where
   */
  static SendException ofService(AwsServiceException e, String caller, ClockSkew skew) {
    AwsError answer = AwsError.of(e);
    if (answer.isThrottling()) {
      return new SendException(
          SendException.Kind.THROTTLED, false, "CloudWatch answered " + answer, e);
    }
    if (answer.isBroken()) {
      // A 5xx may have come after the data was taken.
      boolean ambiguous = answer.isServerError();
      return new SendException(
          SendException.Kind.RETRY, ambiguous, "CloudWatch answered " + answer, e);
    }
    if (answer.status() == TOO_LARGE) {
      return new SendException(
          SendException.Kind.TOO_LARGE,
          false,
          "the request is too large for CloudWatch or a proxy before it (" + answer + ")",
          e);
    }
    if (answer.isInvalid() && skew.spoilsData()) {
      // Nothing condemns the data but its time, which is not the data's fault.
      return new SendException(SendException.Kind.SETUP, false, skew + " (" + answer + ")", e);
    }
    if (answer.isInvalid()) {
      return new SendException(
          SendException.Kind.INVALID, false, "CloudWatch calls the request invalid, " + answer, e);
    }
    if (answer.isRefusal()) {
      return new SendException(
          SendException.Kind.SETUP,
          false,
          "CloudWatch refused the credentials (%s; %s); %s"
              .formatted(caller, answer, setupAdvice(answer, skew)),
          e);
    }
    // A proxy, a wrong address, a code we do not know: nothing that condemns the data.
    return new SendException(
        SendException.Kind.RETRY,
        false,
        AnswerCheck.NOT_THE_SERVICE + "(" + answer + "); " + ADDRESS_ADVICE,
        e);
  }

  private static String setupAdvice(AwsError answer, ClockSkew skew) {
    if (answer.isDenial()) {
      return "allow that identity to call cloudwatch:PutMetricData: attach the policy"
          + " CloudWatchAgentServerPolicy, or the statement "
          + STATEMENT;
    }
    return skew.spoilsSignatures()
        ? skew.toString()
        : "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the instance role,"
            + " and this host's clock";
  }

  static SendException ofClient(SdkException e) {
    String words = ForeignWords.of(e.getMessage());
    if (words.startsWith(AnswerCheck.NOT_THE_SERVICE)) {
      return new SendException(SendException.Kind.RETRY, false, words, e);
    }
    if (words.contains("Unable to load region")) {
      return new SendException(
          SendException.Kind.SETUP, false, "no AWS region is set; set AWS_REGION", e);
    }
    if (words.contains("Unable to load credentials")) {
      return new SendException(
          SendException.Kind.SETUP,
          false,
          "no AWS credentials were found; give the instance a role that allows"
              + " cloudwatch:PutMetricData, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          e);
    }
    Throwable notConnected = notConnected(e);
    if (notConnected != null) {
      return new SendException(
          SendException.Kind.RETRY,
          false,
          "CloudWatch cannot be reached (%s); check the network, AWS_REGION and the endpoint"
              .formatted(ForeignWords.of(notConnected.toString())),
          e);
    }
    return new SendException(
        SendException.Kind.RETRY, true, "no answer from CloudWatch (" + words + ")", e);
  }

  /** What a fault of the SDK, of the JDK or of ours means: nothing that condemns the data. */
  static SendException unexpected(Throwable e) {
    String words = String.valueOf(e.getMessage());
    if (e instanceof IllegalArgumentException && words.startsWith(BAD_HEADER)) {
      // The JDK's words go on with the header in full: a session token, or a signature.
      return new SendException(
          SendException.Kind.SETUP,
          false,
          "the AWS credentials hold a character that no HTTP header may, such as a line feed; check"
              + " AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile",
          null);
    }
    return new SendException(
        SendException.Kind.RETRY,
        true,
        "sending failed unexpectedly (" + ForeignWords.of(e.toString()) + ")",
        e);
  }

  /** The JDK has one exception for both timeouts; only its words tell them apart. */
  private static boolean isConnectTimeout(Throwable cause) {
    return cause instanceof SocketTimeoutException
        && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).startsWith("connect");
  }

  /** The cause that proves that the request never left, or null. */
  private static @Nullable Throwable notConnected(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException
          || cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException
          || isConnectTimeout(cause)) {
        return cause;
      }
    }
    return null;
  }
}
