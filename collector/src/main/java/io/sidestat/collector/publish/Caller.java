package io.sidestat.collector.publish;

import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/** Who asks AWS, and where: for the user who has to grant something. */
public final class Caller {
  /** So much of an access key's id tells it from the others of an account. */
  private static final int KEY_END = 4;

  private Caller() {}

  /** {@code access key ...MPLE, region ap-northeast-2}. */
  public static String of(AwsServiceClientConfiguration client) {
    return "access key ..." + keyEnd(client.credentialsProvider()) + ", region " + client.region();
  }

  private static String keyEnd(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
    try {
      String id = provider.resolveIdentity().join().accessKeyId();
      return id.substring(Math.max(0, id.length() - KEY_END));
    } catch (RuntimeException e) {
      return "(unknown)";
    }
  }
}
