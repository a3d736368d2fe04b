package io.sidestat.collector.query;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Lets no more than {@value #BYTES_MAX} bytes of an answer through, which the SDK would put into
 * memory whole, however many they are; and no web page, which a proxy may answer with 200.
 */
final class BoundedAnswers implements ExecutionInterceptor {
  /** A page of 100,800 points, CloudWatch's most, takes 2 MB. */
  static final int BYTES_MAX = 8 << 20;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    boolean page =
        context
            .httpResponse()
            .firstMatchingHeader("Content-Type")
            .filter(type -> type.startsWith("text/html"))
            .isPresent();
    if (page) {
      throw SdkClientException.create("a web page answers in CloudWatch's place");
    }
    return context.responseBody().map(BoundedAnswers::bounded);
  }

  private static InputStream bounded(InputStream answer) {
    try (answer) {
      byte[] bytes = answer.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw SdkClientException.create("the answer is longer than " + BYTES_MAX + " bytes");
      }
      return new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      throw SdkClientException.create("the answer broke off: " + e.getMessage(), e);
    }
  }
}
