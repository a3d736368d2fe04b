package io.sidestat.collector.cloudwatch;

import java.time.Duration;

/**
 * What the endpoint is to do with a request.
 *
 * @param status of the HTTP answer; {@link #OK} takes the data if it is valid, 0 closes the
 *     connection without an answer
 * @param code of the error
 * @param delay before it answers
 */
public record Answer(int status, String code, String message, Duration delay) {
  static final int OK = 200;
  static final int NONE = 0;
  private static final String PAGE = "page";
  private static final String LOST = "lost";
  private static final String NAN = "nan";
  private static final String PAGES = "pages";
  private static final String STATUS = "status";
  private static final String ENDLESS = "endless";

  public static Answer accept() {
    return error(OK, "", "");
  }

  public static Answer acceptAfter(Duration delay) {
    return new Answer(OK, "", "", delay);
  }

  public static Answer throttle() {
    return error(400, "ThrottlingException", "Rate exceeded");
  }

  public static Answer internalFailure() {
    return error(500, "InternalFailure", "The request processing has failed");
  }

  public static Answer unavailable() {
    return error(503, "ServiceUnavailable", "The service is temporarily unavailable");
  }

  /** What CloudWatch says to an identity without the permission. */
  public static Answer accessDenied() {
    return error(
        403,
        "AccessDenied",
        "User: arn:aws:sts::123456789012:assumed-role/web/i-0abc is not authorized to perform:"
            + " cloudwatch:PutMetricData because no identity-based policy allows the"
            + " cloudwatch:PutMetricData action");
  }

  /** The same of reading. */
  public static Answer readDenied() {
    return error(
        403,
        "AccessDenied",
        "User: arn:aws:sts::123456789012:assumed-role/pipeline/i-0abc is not authorized to perform:"
            + " cloudwatch:GetMetricData because no identity-based policy allows the"
            + " cloudwatch:GetMetricData action");
  }

  public static Answer expiredToken() {
    return error(403, "ExpiredToken", "The security token included in the request is expired");
  }

  public static Answer invalid() {
    return error(400, "InvalidParameterValue", "The value for parameter Values is invalid");
  }

  /** Reads the request and closes the connection: nobody knows whether it was counted. */
  public static Answer closeConnection() {
    return error(NONE, "", "");
  }

  /** Takes the data and closes the connection: counted, and nobody on the other side knows. */
  public static Answer takeAndClose() {
    return error(OK, LOST, "");
  }

  /** Reads the request and says nothing until the endpoint is closed. */
  public static Answer hang() {
    return new Answer(NONE, "", "", Duration.ofHours(1));
  }

  /** A web page, as a proxy or a login page answers in the service's place. */
  public static Answer page(int status) {
    return new Answer(status, PAGE, "<html>Please log in</html>", Duration.ZERO);
  }

  /** To a read: a value that is no number, in every place. */
  public static Answer notNumbers() {
    return error(OK, NAN, "");
  }

  /** To a read: a page after which there is another, without end. */
  public static Answer endlessPages() {
    return error(OK, PAGES, "");
  }

  /** To a read: every result says that it failed in the service, or may not be seen. */
  public static Answer resultStatus(String statusCode) {
    return error(OK, STATUS, statusCode);
  }

  boolean isNotNumbers() {
    return code.equals(NAN);
  }

  boolean isEndlessPages() {
    return code.equals(PAGES);
  }

  /** Of every result; empty: as it is. */
  String resultStatus() {
    return code.equals(STATUS) ? message : "";
  }

  boolean isLost() {
    return code.equals(LOST);
  }

  /** A body that never ends. */
  public static Answer endless(int status) {
    return error(status, ENDLESS, "");
  }

  boolean isEndless() {
    return code.equals(ENDLESS);
  }

  boolean isPage() {
    return code.equals(PAGE);
  }

  public static Answer error(int status, String code, String message) {
    return new Answer(status, code, message, Duration.ZERO);
  }
}
