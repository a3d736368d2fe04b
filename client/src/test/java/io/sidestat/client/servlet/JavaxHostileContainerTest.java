package io.sidestat.client.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sidestat.client.DropReason;
import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.UdpReceiver;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers, and what wraps their requests, that are too old or broken: requests pass anyhow. */
class JavaxHostileContainerTest {

  private final UdpReceiver receiver = new UdpReceiver();
  private final SidestatClient client =
      SidestatClient.builder()
          .host("127.0.0.1")
          .port(receiver.port())
          .linger(Duration.ofMillis(10))
          .build();
  private final JavaxMetricsFilter filter = new JavaxMetricsFilter(HttpMetrics.of(client));
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  @Test
  void container_ofServlet3_isAskedForMappingsOnce() throws Exception {
    pass(requestThatThrowsIn("getHttpServletMapping"), response("none"));
    pass(requestThatThrowsIn("getHttpServletMapping"), response("none"));

    assertEquals(1, Collections.frequency(asked, "getHttpServletMapping"));
    assertEquals("RequestCount:1|c|#Endpoint:unmatched,StatusCode:2xx", receiver.lines(4).get(3));
  }

  @Test
  void container_thatKnowsNoMappings_leavesRequestsUnmatched() throws Exception {
    // As where the API's jar is newer than the container's classes: the interface's own mapping.
    pass(
        request(
            (proxy, method, arguments) ->
                method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : answer(method.getName())),
        response("none"));

    assertEquals("RequestCount:1|c|#Endpoint:unmatched,StatusCode:2xx", receiver.lines(2).get(1));
  }

  @Test
  void request_whoseEveryMethodThrows_passes() throws Exception {
    pass(
        request(
            (proxy, method, arguments) -> {
              throw new IllegalStateException(method.getName());
            }),
        response("none"));

    assertEquals(0, client.stats().samplesAccepted());
  }

  @Test
  void request_whoseRouteCanNotBeRead_isUnmatched() throws Exception {
    pass(requestThatThrowsIn("getHttpServletMapping"), response("none"));

    assertEquals("RequestCount:1|c|#Endpoint:unmatched,StatusCode:2xx", receiver.lines(2).get(1));
  }

  @Test
  void response_whoseStatusCanNotBeRead_isAnInvalidSample() throws Exception {
    pass(requestThatThrowsIn("none"), response("getStatus"));

    assertEquals(1, client.stats().samplesDropped(DropReason.INVALID));
    assertEquals(2, client.stats().samplesAccepted());
  }

  @Test
  void exceptionOfTheChain_isNotReplacedByOneOfOurs() {
    IOException failure = new IOException("mine");

    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                filter.doFilter(
                    requestThatThrowsIn("none"),
                    response("isCommitted"),
                    (request, response) -> {
                      throw failure;
                    }));

    assertSame(failure, thrown);
    assertEquals(0, thrown.getSuppressed().length);
  }

  @Test
  void request_thatIsNotHttp_passesUnmeasured() throws Exception {
    pass(proxy(ServletRequest.class, (proxy, method, arguments) -> null), response("none"));

    assertEquals(0, client.stats().samplesAccepted());
  }

  /** Through the filter, to a chain that must get the very same objects. */
  private void pass(ServletRequest request, ServletResponse response)
      throws IOException, ServletException {
    List<Object> passed = new ArrayList<>();
    FilterChain chain =
        (passedRequest, passedResponse) -> {
          passed.add(passedRequest);
          passed.add(passedResponse);
        };
    filter.doFilter(request, response, chain);
    assertSame(request, passed.get(0));
    assertSame(response, passed.get(1));
    assertEquals(2, passed.size());
  }

  private HttpServletRequest requestThatThrowsIn(String method) {
    return request(
        (proxy, called, arguments) -> {
          asked.add(called.getName());
          if (called.getName().equals(method)) {
            throw new NoSuchMethodError(method);
          }
          return answer(called.getName());
        });
  }

  @SuppressWarnings("NullAway") // A method of an interface may return null.
  private static Object answer(String method) {
    return method.equals("isAsyncStarted") ? false : null;
  }

  private static HttpServletRequest request(InvocationHandler handler) {
    return proxy(HttpServletRequest.class, handler);
  }

  /** One with status 200 that throws in one method. */
  private static HttpServletResponse response(String throwing) {
    return proxy(
        HttpServletResponse.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals(throwing)) {
            throw new IllegalStateException(throwing);
          }
          return method.getName().equals("isCommitted") ? (Object) false : (Object) 200;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
