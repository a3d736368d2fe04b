package io.sidestat.client.servlet;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class JakartaMetricsFilterTest extends MetricsFilterContract {

  JakartaMetricsFilterTest() {
    super(JakartaServer::new);
  }

  @Test
  void api_isNewerThanTheOneCompiledAgainst() {
    // New in Servlet 6.0.
    assertDoesNotThrow(() -> HttpServletRequest.class.getMethod("getRequestId"));
  }
}
