package io.sidestat.collector.publish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Looks at answers before the SDK does. It does not take a web page for CloudWatch's consent: a
 * login page between us and the service answers 200 too, and the SDK, which expects an empty
 * answer, would not look at it. And it lets no more than {@value #BYTES_MAX} bytes of an answer
 * through, which the SDK would put into memory whole, however many they are.
 */
final class AnswerCheck implements ExecutionInterceptor {
  /** How the message of the exception begins, by which it is known again. */
  static final String NOT_THE_SERVICE = "the answer is not one of CloudWatch's ";

  /** CloudWatch's own are some hundred bytes. */
  static final int BYTES_MAX = 65_536;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(AnswerCheck::bounded);
  }

  private static InputStream bounded(InputStream answer) {
    try (answer) {
      // One more than is allowed, so that what is longer is seen to be.
      byte[] bytes = answer.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw SdkClientException.create(
            NOT_THE_SERVICE + "(longer than " + BYTES_MAX + " bytes); " + Failures.ADDRESS_ADVICE);
      }
      return new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      throw SdkClientException.create("the answer broke off: " + e.getMessage(), e);
    }
  }

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
