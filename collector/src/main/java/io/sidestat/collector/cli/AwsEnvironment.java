package io.sidestat.collector.cli;

import java.util.Map;

/**
 * Gives the SDK what a {@code .env} file says of AWS: the SDK reads the process's own environment
 * and system properties, and knows no such file.
 */
final class AwsEnvironment {
  /** The SDK's property for each variable. Source: the SDK's settings, 2.54.15. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_REGION", "aws.region",
          "AWS_PROFILE", "aws.profile",
          "AWS_ENDPOINT_URL", "aws.endpointUrl",
          "AWS_ENDPOINT_URL_CLOUDWATCH", "aws.endpointUrlCloudWatch",
          "AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts");

  /** Credentials belong together: those of the file count only if the process has none. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
          "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
          "AWS_SESSION_TOKEN", "aws.sessionToken");

  private AwsEnvironment() {}

  /** Sets the properties of variables that the file has and the process has not. */
  static void export(Map<String, String> merged, Map<String, String> process) {
    PROPERTIES.forEach((variable, property) -> export(variable, property, merged, process));
    if (!process.containsKey("AWS_ACCESS_KEY_ID")) {
      CREDENTIALS.forEach((variable, property) -> export(variable, property, merged, process));
    }
    String region = merged.get("AWS_DEFAULT_REGION");
    if (region != null && !merged.containsKey("AWS_REGION")) {
      // The AWS command line reads this name, the SDK for Java does not.
      System.setProperty("aws.region", region);
    }
  }

  private static void export(
      String variable, String property, Map<String, String> merged, Map<String, String> process) {
    String value = merged.get(variable);
    if (value != null && !value.isEmpty() && !value.equals(process.get(variable))) {
      System.setProperty(property, value);
    }
  }
}
