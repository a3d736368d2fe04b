package io.sidestat.collector.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.FakeSts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Region, credentials and identity, as the real SDK finds them. */
class AwsAccountTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @RegisterExtension final AwsProperties aws = new AwsProperties();

  private final FakeSts sts = FakeSts.start();

  @AfterEach
  void close() {
    sts.close();
    System.clearProperty("aws.endpointUrlSts");
  }

  @Test
  void region_ofASetting_isFound() {
    assertEquals(
        Optional.of(
            new AwsRegion("ap-northeast-2", AwsRegion.Source.SETTING, true, Optional.empty())),
        AwsRegion.find());
  }

  @Test
  void region_misspelt_namesTheOneMeant() {
    AwsRegion region = AwsRegion.of("ap-northeast2", AwsRegion.Source.SETTING);

    assertFalse(region.known());
    assertEquals(Optional.of("ap-northeast-2"), region.meant());
  }

  @Test
  void region_nowhere_isEmpty() {
    aws.clear("aws.region");

    assertEquals(Optional.empty(), AwsRegion.find());
  }

  @Test
  void credentials_ofProperties_areFoundByTheirEnd() {
    assertEquals(
        Optional.of(new AwsCredentials(AwsCredentials.Source.PROPERTY, "MPLE", Optional.empty())),
        AwsCredentials.find());
  }

  @Test
  void credentials_ofAProfile_areFound(@TempDir Path directory) throws Exception {
    aws.clear("aws.accessKeyId");
    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            "[default]\naws_access_key_id=AKIDOFPROFILE\naws_secret_access_key=x\n");
    System.setProperty("aws.sharedCredentialsFile", file.toString());

    AwsCredentials found = AwsCredentials.find().orElseThrow();

    assertEquals(AwsCredentials.Source.PROFILE, found.source());
    assertEquals("FILE", found.keyEnd());
  }

  @Test
  void credentials_nowhere_areEmpty() {
    aws.clear("aws.accessKeyId");

    assertEquals(Optional.empty(), AwsCredentials.find());
  }

  @Test
  void identity_asked_isTheArn() {
    assertEquals(new CallerIdentity(Optional.of(FakeSts.ARN), "", ""), ask(sts.endpoint()));
  }

  @Test
  void identity_refused_hasTheCodeAndNotTheWords() {
    sts.refuse(403, "ExpiredToken");

    assertEquals(
        new CallerIdentity(Optional.empty(), "ExpiredToken", "HTTP 403 ExpiredToken"),
        ask(sts.endpoint()));
  }

  @Test
  void identity_atAStandInForCloudWatch_isNotKnown() {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      CallerIdentity identity = ask(cloudWatch.endpoint());

      assertEquals(Optional.empty(), identity.arn());
      assertTrue(identity.words().contains("404"), identity.words());
    }
  }

  @Test
  void identity_nobodyThere_saysSo() {
    sts.close();

    assertTrue(ask(sts.endpoint()).words().startsWith("no answer: ConnectException"));
  }

  private static CallerIdentity ask(URI endpoint) {
    System.setProperty("aws.endpointUrlSts", endpoint.toString());
    return CallerIdentity.ask(PATIENCE);
  }
}
