package io.sidestat.client.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.client.Await;
import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.UdpReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the filters of both APIs: real requests to a real server, lines at a socket. */
abstract class MetricsFilterContract {

  private static final String SENDER_THREAD = "sidestat-client-sender";
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final FilteredServer.Maker maker;
  private final UdpReceiver receiver = new UdpReceiver();
  private final Trace trace = new Trace();
  private final HttpClient browser = HttpClient.newHttpClient();
  private final SidestatClient client =
      SidestatClient.builder()
          .host("127.0.0.1")
          .port(receiver.port())
          .linger(Duration.ofMillis(10))
          .build();
  private FilteredServer server;

  @SuppressWarnings("NullAway.Init") // Before each test.
  MetricsFilterContract(FilteredServer.Maker maker) {
    this.maker = maker;
  }

  @BeforeEach
  void start() throws Exception {
    server = maker.start(trace, HttpMetrics.of(client), 1);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    client.close();
    receiver.close();
    trace.close();
  }

  @Test
  void request_toAServlet_isRecordedAsItsPattern() throws Exception {
    assertEquals("hello", get("/hello").body());
    assertEquals(200, get("/do/users/4711").statusCode());
    assertEquals(200, get("/users/4711.page").statusCode());
    assertEquals(200, get("/").statusCode());

    assertRecorded("200 /hello", "200 /do/*", "200 *.page", "200 /");
  }

  @Test
  void request_toNothing_isUnmatched() throws Exception {
    assertEquals(404, get("/nothing/4711").statusCode());
    assertEquals(404, get("/nothing/4712").statusCode());

    assertRecorded("404 unmatched", "404 unmatched");
  }

  @Test
  void request_withAnyStatus_isRecordedWithItsClass() throws Exception {
    assertEquals(204, get("/hello?do=status&code=204").statusCode());
    assertEquals(304, get("/hello?do=status&code=304").statusCode());
    assertEquals(404, get("/hello?do=error&code=404").statusCode());
    assertEquals(500, get("/hello?do=status&code=500").statusCode());
    assertEquals(503, get("/hello?do=error&code=503").statusCode());

    assertRecorded("200 /hello", "300 /hello", "400 /hello", "500 /hello", "500 /hello");
  }

  @Test
  void request_thatSpringRouted_isRecordedAsItsTemplate() throws Exception {
    get("/do/users/1?spring=/users/{id}");
    get("/do/users/2?spring=/users/{id}&do=error&code=404");
    get("/do/users/3?spring=/users/{id}&do=throw-servlet");
    get("/hello?spring=");

    assertRecorded("200 /users/{id}", "404 /users/{id}", "500 /users/{id}", "200 /hello");
  }

  @Test
  void request_thatTheApplicationNamed_isRecordedAsThat() throws Exception {
    get("/do/users/1?spring=/users/{id}&named=/people/{id}");

    assertRecorded("200 /people/{id}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/*", "/**"})
  void request_toWhatMatchesAll_isUnmatchedIfNotFound(String all) throws Exception {
    get("/do/x.css?spring=" + all);
    get("/do/y.css?do=error&code=404&spring=" + all);
    get("/do/z.css?do=error&code=403&spring=" + all);

    assertRecorded("200 " + all, "404 unmatched", "403 " + all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io", "servlet", "runtime", "error"})
  void request_thatThrows_isAServerErrorAndThrowsTheSame(String kind) throws Exception {
    assertEquals(500, get("/hello?do=throw-" + kind).statusCode());

    assertRecorded("500 /hello");
    assertNotNull(trace.thrown);
    assertSame(trace.thrown, trace.seen);
  }

  @Test
  void request_thatThrowsTooLate_hasTheStatusThatWentOut() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send("/hello?do=throw-late");
    Await.until("it is answered or broken off", answer::isDone);

    assertRecorded("200 /hello");
    assertNotNull(trace.thrown);
    assertSame(trace.thrown, trace.seen);
  }

  @Test
  void request_thatIsForwarded_isRecordedOnce() throws Exception {
    assertEquals(203, get("/hello?do=forward").statusCode());

    assertRecorded("203 /hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "dispatch", "twice"})
  void asyncRequest_thatTakesTime_isMeasuredToItsEnd(String scenario) throws Exception {
    assertEquals(503, get("/hello?spring=/a/{b}&code=503&do=async-" + scenario).statusCode());

    double cycles = scenario.equals("twice") ? 2 : 1;
    assertTrue(assertRecorded("503 /a/{b}") >= cycles * Trace.ASYNC_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete-early", "dispatch-early"})
  void asyncRequest_thatGoesOnAtOnce_isRecordedOnceWithItsFinalStatus(String scenario)
      throws Exception {
    assertEquals(503, get("/hello?code=503&do=async-" + scenario).statusCode());

    assertRecorded("503 /hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout", "throw"})
  void asyncRequest_thatFails_isAServerError(String scenario) throws Exception {
    assertEquals(500, get("/hello?do=async-" + scenario).statusCode());

    assertTrue(assertRecorded("500 /hello") >= Trace.ASYNC_MILLIS);
  }

  @Test
  void requests_atTheSameTime_areEachRecorded() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      answers.add(send("/hello"));
      answers.add(send("/do/it?do=error&code=404"));
      answers.add(send("/do/it?do=throw-io"));
      answers.add(send("/hello?do=async-complete&code=201"));
      answers.add(send("/do/it?do=async-dispatch&code=502"));
      Collections.addAll(
          expected, "200 /hello", "404 /do/*", "500 /do/*", "201 /hello", "502 /do/*");
    }
    Await.until("all are answered", () -> answers.stream().allMatch(CompletableFuture::isDone));

    assertRecorded(expected.toArray(String[]::new));
  }

  @Test
  void filter_twiceInARow_recordsOnce() throws Exception {
    server.stop();
    server = maker.start(trace, HttpMetrics.of(client), 2);
    assertEquals("hello", get("/hello").body());

    assertRecorded("200 /hello");
  }

  @Test
  void filter_ofAClosedClient_letsRequestsPass() throws Exception {
    client.close();
    assertEquals("hello", get("/hello").body());
    assertEquals(404, get("/nothing").statusCode());

    Await.until("both are dropped", () -> client.stats().samplesDropped() == 4);
  }

  @Test
  void filter_thatTheContainerMakes_hasAClientUntilItIsDestroyed() throws Exception {
    server.stop();
    Set<Thread> others = senderThreads();
    server = maker.start(trace, null, 1);
    Set<Thread> own = senderThreads();
    own.removeAll(others);

    assertEquals("hello", get("/hello").body());
    assertEquals(1, own.size());
    server.stop();
    Await.until("the filter's client is closed", () -> own.stream().noneMatch(Thread::isAlive));
  }

  private static Set<Thread> senderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SENDER_THREAD))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private HttpResponse<String> get(String target) throws Exception {
    return browser.send(request(target), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> send(String target) {
    return browser.sendAsync(request(target), BodyHandlers.ofString());
  }

  private HttpRequest request(String target) {
    String uri = "http://127.0.0.1:" + server.port() + target;
    return HttpRequest.newBuilder(URI.create(uri.replace("{", "%7B").replace("}", "%7D")))
        .timeout(ANSWER_MAX)
        .build();
  }

  /**
   * Holds the lines of all requests against what is expected, {@code status endpoint} of each.
   *
   * @return the time of one of them, in milliseconds
   */
  private double assertRecorded(String... requests) throws Exception {
    List<String> expected = new ArrayList<>();
    for (String request : requests) {
      int status = Integer.parseInt(request.substring(0, 3));
      String endpoint = "#Endpoint:" + request.substring(4);
      expected.add("ResponseTime:T|ms|" + endpoint);
      expected.add("RequestCount:1|c|" + endpoint + ",StatusCode:" + status / 100 + "xx");
      if (status >= 500) {
        expected.add("ErrorCount:1|c|" + endpoint);
      }
    }
    List<String> lines = receiver.lines(expected.size());
    double[] millis = {-1};
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("ResponseTime:")) {
        millis[0] = Double.parseDouble(line.substring(13, line.indexOf('|')));
        assertTrue(millis[0] > 0 && millis[0] < ANSWER_MAX.toMillis(), line);
      }
      found.add(line.replaceFirst("^ResponseTime:[0-9.]+", "ResponseTime:T"));
    }
    Collections.sort(expected);
    Collections.sort(found);
    assertEquals(expected, found, () -> Arrays.toString(requests));
    // A line too many would be on its way at most until here.
    server.stop();
    client.close();
    assertEquals(expected.size(), client.stats().samplesAccepted());
    return millis[0];
  }
}
