package io.sidestat.collector.publish;

import io.sidestat.collector.model.ForeignWords;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An answer of AWS that is an error, and what sort of one.
 *
 * <p>Source of the codes: Common Errors, PutMetricData and GetMetricData, CloudWatch API reference,
 * 23 and 26 Nov 2026.
 *
 * @param status of HTTP
 * @param code empty if there is none, as where a stranger answers
 * @param words the service's own, made fit to be shown
 */
public record AwsError(int status, String code, String words) {
  private static final Set<String> THROTTLED =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "LimitExceeded",
          "LimitExceededException");
  private static final Set<String> BROKEN =
      Set.of(
          "InternalFailure",
          "InternalServiceFault",
          "InternalServiceError",
          "ServiceUnavailable",
          "RequestTimeout",
          "RequestTimeoutException");
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized");
  private static final Set<String> CREDENTIALS =
      Set.of(
          "AuthFailure",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "RequestTimeTooSkewed",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "ExpiredToken",
          "ExpiredTokenException",
          "OptInRequired",
          "RequestExpired");
  private static final Set<String> INVALID =
      Set.of(
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "InvalidParameterCombination",
          "InvalidParameterCombinationException",
          "InvalidParameterInput",
          "MissingParameter",
          "MissingRequiredParameterException",
          "ValidationError",
          "ValidationException",
          "SerializationException",
          "InvalidFormat",
          "InvalidFormatFault");
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** What the SDK was answered. */
  public static AwsError of(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return new AwsError(
        e.statusCode(),
        details == null ? "" : ForeignWords.of(details.errorCode()),
        details == null ? "" : ForeignWords.of(details.errorMessage()));
  }

  /** Whether too much is asked at present. */
  public boolean isThrottling() {
    return status == TOO_MANY_REQUESTS || THROTTLED.contains(code);
  }

  /** Whether it is a fault of the service, or of somebody on the way. */
  public boolean isBroken() {
    return status >= SERVER_ERROR || BROKEN.contains(code);
  }

  /** Whether an HTTP status says so too: then the request may have been taken all the same. */
  boolean isServerError() {
    return status >= SERVER_ERROR;
  }

  /** Whether the identity may not do what it asked for. */
  public boolean isDenial() {
    return DENIED.contains(code) || code.startsWith("AccessDenied");
  }

  /** Whether the identity is not known, or not believed, or not allowed. */
  public boolean isRefusal() {
    return isDenial() || CREDENTIALS.contains(code) || (status == FORBIDDEN && !code.isEmpty());
  }

  /** Whether the request is refused for what is in it. */
  boolean isInvalid() {
    return INVALID.contains(code);
  }

  /** For the user: {@code HTTP 403 AccessDenied: ...}. */
  @Override
  public String toString() {
    return "HTTP " + status + (code.isEmpty() ? "" : " " + code + ": " + words);
  }
}
