package io.sidestat.collector.publish;

import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Does not take a web page for CloudWatch's consent: a login page between us and the service
 * answers 200 too, and the SDK, which expects an empty answer, would not look at it.
 */
final class AnswerCheck implements ExecutionInterceptor {
  /** How the message of the exception begins, by which it is known again. */
  static final String NOT_THE_SERVICE = "the answer is not one of CloudWatch's ";

  @Override
  public void beforeUnmarshalling(
      Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
    String type =
        context
            .httpResponse()
            .firstMatchingHeader("Content-Type")
            .orElse("")
            .toLowerCase(Locale.ROOT);
    boolean namesProtocol =
        context.httpResponse().firstMatchingHeader("smithy-protocol").isPresent();
    if (context.httpResponse().isSuccessful() && type.startsWith("text/") && !namesProtocol) {
      throw SdkClientException.create(
          NOT_THE_SERVICE + "(a page of type " + type + "); " + Failures.ADDRESS_ADVICE);
    }
  }
}
