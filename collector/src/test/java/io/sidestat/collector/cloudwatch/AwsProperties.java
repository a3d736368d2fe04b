package io.sidestat.collector.cloudwatch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Region and credentials for the SDK, as system properties that are put back after each test. Files
 * in the home directory are not read and the instance is never asked.
 */
public final class AwsProperties implements BeforeEachCallback, AfterEachCallback {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "aws.region", "ap-northeast-2",
          "aws.accessKeyId", "AKIDEXAMPLE",
          "aws.secretAccessKey", "secret",
          "aws.disableEc2Metadata", "true",
          "aws.configFile", "/nonexistent/config",
          "aws.sharedCredentialsFile", "/nonexistent/credentials");

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    PROPERTIES.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
  }

  /** Takes a property away, for this test. */
  public void clear(String name) {
    System.clearProperty(name);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    before.clear();
  }
}
