package io.sidestat.collector.query;

import io.sidestat.collector.publish.SdkProxy;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Whose credentials these are, by STS's GetCallerIdentity, which needs no permission.
 *
 * @param arn of the identity; empty if STS did not say
 * @param errorCode of AWS; empty if there was none
 * @param words what went wrong; empty if nothing did. Untrusted
 */
public record CallerIdentity(Optional<String> arn, String errorCode, String words) {

  /**
   * Asks STS.
   *
   * @param patience with connecting, and then with the answer
   */
  public static CallerIdentity ask(Duration patience) {
    try (StsClient sts =
        StsClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .proxyConfiguration(SdkProxy.configuration(Optional.empty()))
                    .connectionTimeout(patience)
                    .socketTimeout(patience))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new XmlOnly())
                        .apiCallAttemptTimeout(patience))
            .build()) {
      GetCallerIdentityResponse answer = sts.getCallerIdentity();
      return answer.arn() == null
          ? new CallerIdentity(Optional.empty(), "", "the answer names no identity")
          : new CallerIdentity(Optional.of(answer.arn()), "", "");
    } catch (AwsServiceException e) {
      return of(e);
    } catch (SdkException e) {
      return new CallerIdentity(Optional.empty(), "", "no answer: " + root(e));
    } catch (RuntimeException e) {
      // The JDK's words may go on with a header in full, the session token's say.
      return new CallerIdentity(Optional.empty(), "", e.getClass().getSimpleName());
    }
  }

  /** By the code alone: STS's words on a signature repeat who asked, session token and all. */
  private static CallerIdentity of(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    String known = code == null ? "" : code;
    return new CallerIdentity(
        Optional.empty(), known, ("HTTP " + e.statusCode() + " " + known).strip());
  }

  /**
   * STS answers in XML. Of anything else the JDK's parser complains on standard error, beside what
   * the user is told.
   */
  private static final class XmlOnly implements ExecutionInterceptor {
    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      String type = context.httpResponse().firstMatchingHeader("Content-Type").orElse("");
      if (!type.contains("xml")) {
        throw SdkClientException.create(
            "HTTP " + context.httpResponse().statusCode() + " and no XML: this is not STS");
      }
      return context.responseBody();
    }
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + " " + cause.getMessage();
  }
}
