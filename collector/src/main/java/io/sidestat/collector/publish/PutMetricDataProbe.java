package io.sidestat.collector.publish;

import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.DatumBatch;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Makes single PutMetricData requests to learn whether they would be taken, the way {@link
 * CloudWatchSender} makes its own: the same chains for credentials and region, the same endpoint,
 * no retries; with less patience. For one thread.
 */
public final class PutMetricDataProbe {
  private final PublishConfig config;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * A probe; nothing is asked yet.
   *
   * @param patience with connecting, and then with the answer
   */
  public PutMetricDataProbe(PublishConfig config, InstantSource clock, Duration patience) {
    this.config = config;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Sends a request for that namespace without a single datum: nothing can be stored of it, whoever
   * takes it. CloudWatch answers that MetricData is missing. An identity that may not call
   * PutMetricData may be told so first; AWS does not write down which it looks at first, so only
   * {@link ProbeAnswer.Verdict#DENIED} proves something.
   */
  public ProbeAnswer ask(String namespace) {
    return call(PutMetricDataRequest.builder().namespace(namespace).metricData(List.of()).build());
  }

  /** Really sends a batch: CloudWatch stores it. */
  public ProbeAnswer send(DatumBatch batch) {
    return call(CloudWatchRequests.request(batch));
  }

  private ProbeAnswer call(PutMetricDataRequest request) {
    Wire wire = new Wire();
    try (CloudWatchClient client = client(wire)) {
      client.putMetricData(request);
      return answer(ProbeAnswer.Verdict.TAKEN, "CloudWatch took it", wire);
    } catch (AwsServiceException e) {
      ClockSkew skew = ClockSkew.of(e, clock.instant());
      SendException failure = Failures.ofService(e, "", skew);
      return answer(verdict(e, failure), wordsOf(e, failure), wire);
    } catch (SdkException e) {
      SendException failure = Failures.ofClient(e);
      return answer(verdict(failure), words(failure), wire);
    } catch (RuntimeException e) {
      SendException failure = Failures.unexpected(e);
      return answer(verdict(failure), words(failure), wire);
    }
  }

  private CloudWatchClient client(Wire wire) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .proxyConfiguration(SdkProxy.configuration(config.endpoint()))
                    .connectionTimeout(patience)
                    .socketTimeout(patience))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AnswerCheck())
                        .addExecutionInterceptor(wire)
                        .apiCallAttemptTimeout(patience));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private ProbeAnswer answer(ProbeAnswer.Verdict verdict, String words, Wire wire) {
    URI asked = wire.asked;
    SdkHttpResponse response = wire.answered;
    return new ProbeAnswer(
        verdict,
        words,
        Optional.ofNullable(asked),
        response == null ? 0 : response.statusCode(),
        asked == null ? Optional.empty() : SdkProxy.on(asked),
        response == null ? Optional.empty() : ClockSkew.of(response, clock.instant()));
  }

  private static ProbeAnswer.Verdict verdict(AwsServiceException e, SendException failure) {
    return switch (failure.kind()) {
      case INVALID, TOO_LARGE -> ProbeAnswer.Verdict.REFUSED_CONTENT;
      case THROTTLED -> ProbeAnswer.Verdict.BUSY;
      case SETUP ->
          AwsError.of(e).isDenial()
              ? ProbeAnswer.Verdict.DENIED
              : ProbeAnswer.Verdict.BAD_CREDENTIALS;
      case RETRY -> isBroken(e) ? ProbeAnswer.Verdict.BUSY : ProbeAnswer.Verdict.STRANGER;
    };
  }

  private static ProbeAnswer.Verdict verdict(SendException failure) {
    if (failure.kind() == SendException.Kind.SETUP) {
      return ProbeAnswer.Verdict.NOT_ASKED;
    }
    return words(failure).startsWith(AnswerCheck.NOT_THE_SERVICE)
        ? ProbeAnswer.Verdict.STRANGER
        : ProbeAnswer.Verdict.UNREACHABLE;
  }

  /** Whether CloudWatch itself says so: a stranger's answer has no code. */
  private static boolean isBroken(AwsServiceException e) {
    AwsError answer = AwsError.of(e);
    return !answer.code().isEmpty() && answer.isBroken();
  }

  /** The service's own words, without advice: that depends on what else is found. */
  private static String wordsOf(AwsServiceException e, SendException failure) {
    AwsError answer = AwsError.of(e);
    return answer.code().isEmpty() ? words(failure) : answer.toString();
  }

  private static String words(SendException failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Looks at what goes over the wire. */
  private static final class Wire implements ExecutionInterceptor {
    private volatile @Nullable URI asked;
    private volatile @Nullable SdkHttpResponse answered;

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      // The host, and not the authority, in which there may be credentials.
      URI whole = context.httpRequest().getUri();
      String port = whole.getPort() < 0 ? "" : ":" + whole.getPort();
      asked = URI.create(whole.getScheme() + "://" + whole.getHost() + port);
    }

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      answered = context.httpResponse();
    }
  }
}
