package io.sidestat.collector.publish;

import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.DatumBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/**
 * Sends with the AWS SDK: default credentials and region chains, gzip for large requests (the SDK's
 * default), and none of the SDK's own retries, so that there is one place that retries.
 * Thread-safe.
 *
 * <p>The client is made at the first send, since finding the region may ask the instance, and is
 * made again if that failed.
 */
public final class CloudWatchSender implements MetricSender {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

  private final PublishConfig config;
  private final InstantSource clock;

  /** Written under the lock, and read without it: to make one may take seconds. */
  private volatile @Nullable CloudWatchClient client;

  /** A sender; nothing is asked of AWS yet. */
  public CloudWatchSender(PublishConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public void send(DatumBatch batch) throws SendException {
    try {
      client().putMetricData(CloudWatchRequests.request(batch));
    } catch (AwsServiceException e) {
      throw Failures.ofService(
          e, Caller.of(client().serviceClientConfiguration()), ClockSkew.of(e, clock.instant()));
    } catch (SdkException e) {
      throw Failures.ofClient(e);
    }
  }

  private synchronized CloudWatchClient client() {
    CloudWatchClient current = client;
    if (current == null) {
      CloudWatchClientBuilder builder =
          CloudWatchClient.builder()
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .proxyConfiguration(SdkProxy.configuration(config.endpoint()))
                      .connectionTimeout(CONNECT_TIMEOUT)
                      .socketTimeout(ATTEMPT_TIMEOUT))
              .overrideConfiguration(
                  override ->
                      override
                          .retryStrategy(AwsRetryStrategy.doNotRetry())
                          .addExecutionInterceptor(new AnswerCheck())
                          .apiCallAttemptTimeout(ATTEMPT_TIMEOUT));
      config.endpoint().ifPresent(builder::endpointOverride);
      current = builder.build();
      client = current;
    }
    return current;
  }

  @Override
  public Optional<String> region() {
    CloudWatchClient made = client;
    return made == null
        ? Optional.empty()
        : Optional.of(made.serviceClientConfiguration().region().id());
  }

  @Override
  public synchronized void close() {
    CloudWatchClient made = client;
    if (made != null) {
      made.close();
    }
  }
}
