package io.sidestat.collector.query;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials that the SDK finds, and where: its default chain, link by link. Holds no secret.
 *
 * @param keyEnd the last characters of the access key's id, which tell it from an account's others
 * @param expires when, if the SDK knows
 */
public record AwsCredentials(Source source, String keyEnd, Optional<Instant> expires) {
  /** As many characters as the log shows. */
  private static final int KEY_END = 4;

  /** Where they are found. */
  public enum Source {
    /** System properties, into which the .env file's go. */
    PROPERTY("system properties, which the .env file sets"),
    /** The environment of the process. */
    ENVIRONMENT("the environment"),
    /** A token of a web identity, as on EKS. */
    WEB_IDENTITY("the web identity token"),
    /** The profile of a shared credentials file. */
    PROFILE("the profile"),
    /** A container's role, as on ECS. */
    CONTAINER("the container's role"),
    /** The EC2 instance's role. */
    INSTANCE("the instance's role");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** For the user. */
    public String words() {
      return words;
    }
  }

  /** Empty if there are none. Asks the instance last, which may take seconds elsewhere. */
  public static Optional<AwsCredentials> find() {
    Map<Source, AwsCredentialsProvider> chain = new LinkedHashMap<>();
    chain.put(Source.PROPERTY, SystemPropertyCredentialsProvider.create());
    chain.put(Source.ENVIRONMENT, EnvironmentVariableCredentialsProvider.create());
    chain.put(Source.WEB_IDENTITY, WebIdentityTokenFileCredentialsProvider.create());
    chain.put(Source.PROFILE, ProfileCredentialsProvider.create());
    chain.put(Source.CONTAINER, ContainerCredentialsProvider.builder().build());
    chain.put(Source.INSTANCE, InstanceProfileCredentialsProvider.create());
    try {
      for (Map.Entry<Source, AwsCredentialsProvider> link : chain.entrySet()) {
        Optional<AwsCredentials> found = ask(link.getKey(), link.getValue());
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } finally {
      chain.values().forEach(AwsCredentials::close);
    }
  }

  private static Optional<AwsCredentials> ask(Source source, AwsCredentialsProvider provider) {
    try {
      var credentials = provider.resolveCredentials();
      String id = credentials.accessKeyId();
      return Optional.of(
          new AwsCredentials(
              source,
              id.substring(Math.max(0, id.length() - KEY_END)),
              credentials.expirationTime()));
    } catch (RuntimeException e) {
      // The SDK goes on with the next link too, whatever the reason.
      return Optional.empty();
    }
  }

  private static void close(AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
