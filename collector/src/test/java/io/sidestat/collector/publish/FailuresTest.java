package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Failures of the connection that a local endpoint cannot be made to cause. */
class FailuresTest {
  static Arguments[] failures() {
    return new Arguments[] {
      Arguments.of(new SocketTimeoutException("Connect timed out"), false),
      Arguments.of(new SocketTimeoutException("connect timed out"), false),
      Arguments.of(new SSLHandshakeException("certificate_unknown"), false),
      Arguments.of(new SocketTimeoutException("Read timed out"), true),
      Arguments.of(new IOException("Unexpected end of file from server"), true),
    };
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofClient_connection_isAmbiguousOnlyIfTheRequestMayHaveLeft(
      IOException cause, boolean ambiguous) {
    SdkClientException wrapped =
        SdkClientException.builder().message("failed").cause(cause).build();

    SendException failure = Failures.ofClient(wrapped);

    assertEquals(SendException.Kind.RETRY, failure.kind());
    assertEquals(ambiguous, failure.ambiguous());
  }
}
