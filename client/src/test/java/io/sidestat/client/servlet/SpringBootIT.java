package io.sidestat.client.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.client.SidestatClient;
import io.sidestat.client.UdpReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The filter in a Spring Boot application on Tomcat: real requests, lines at a socket. */
class SpringBootIT {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  /** Held, so that the level set below stays: Tomcat logs what the routes throw. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  private static UdpReceiver receiver;
  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    TOMCAT.setLevel(Level.OFF);
    receiver = new UdpReceiver();
    application =
        new SpringApplicationBuilder(
                SpringBootApplication.class, SpringBootApplication.Routes.class)
            .bannerMode(Banner.Mode.OFF)
            .properties(
                Map.of(
                    "server.address", "127.0.0.1",
                    "server.port", "0",
                    "logging.level.root", "OFF",
                    "statsd.port", String.valueOf(receiver.port())))
            .run();
  }

  /** After all tests, each line that the client sent has been looked at. */
  @AfterAll
  static void stop() {
    SidestatClient client = application.getBean(SidestatClient.class);
    application.close();
    receiver.close();
    assertEquals(linesSeen, client.stats().samplesAccepted());
    assertEquals(0, client.stats().samplesDropped());
  }

  private static int linesSeen;

  @ParameterizedTest
  @CsvSource({
    "/users/4711,        200, /users/{id}",
    "/users/none,        404, /users/{id}",
    "/users/broken,      500, /users/{id}",
    "/users/busy,        503, /users/{id}",
    "/users/handled,     409, /users/{id}",
    "/functions/4711,    200, /functions/{name}",
    "/quick/4711,        200, /quick/{id}",
    "/hello.txt,         200, /**",
    "/nothing/4711,      404, unmatched",
    "/users,             405, /",
  })
  void request_isRecordedAsItsTemplate(String path, int status, String endpoint) throws Exception {
    assertEquals(status, get(path).statusCode());

    assertRecorded(status, endpoint);
  }

  @Test
  void post_isRecordedAsItsTemplate() throws Exception {
    assertEquals(
        201,
        BROWSER
            .send(request("/users").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
            .statusCode());

    assertRecorded(201, "/users");
  }

  @ParameterizedTest
  @CsvSource({
    "/slow/4711,   200, /slow/{id}",
    "/slow/broken, 500, /slow/{id}",
    "/never/4711,  503, /never/{id}",
  })
  void asyncRequest_isMeasuredToItsEnd(String path, int status, String endpoint) throws Exception {
    assertEquals(status, get(path).statusCode());

    assertTrue(assertRecorded(status, endpoint) >= SpringBootApplication.ASYNC_MILLIS);
  }

  @Test
  void requests_atTheSameTime_areEachRecorded() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      String path = (number % 2 == 0 ? "/users/" : "/quick/") + number;
      answers.add(BROWSER.sendAsync(request(path).build(), BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertEquals(200, answer.get().statusCode());
    }

    List<String> lines = lines(200);
    for (String endpoint : List.of("/users/{id}", "/quick/{id}")) {
      String count = "RequestCount:1|c|#Endpoint:" + endpoint + ",StatusCode:2xx";
      assertEquals(50, Collections.frequency(lines, count + ",Environment:staging"));
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return BROWSER.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    String port = application.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ANSWER_MAX);
  }

  private static List<String> lines(int count) throws IOException {
    List<String> lines = receiver.lines(count);
    linesSeen += lines.size();
    return lines;
  }

  /**
   * Holds the lines of one request against what is expected.
   *
   * @return its time, in milliseconds
   */
  private static double assertRecorded(int status, String endpoint) throws IOException {
    String tags = "|c|#Endpoint:" + endpoint;
    List<String> expected = new ArrayList<>();
    expected.add(
        "RequestCount:1" + tags + ",StatusCode:" + status / 100 + "xx,Environment:staging");
    if (status >= 500) {
      expected.add("ErrorCount:1" + tags + ",Environment:staging");
    }
    List<String> lines = lines(expected.size() + 1);

    assertEquals(expected, lines.subList(1, lines.size()));
    String time = lines.get(0);
    assertTrue(time.endsWith("|ms|#Endpoint:" + endpoint + ",Environment:staging"), time);
    double millis = Double.parseDouble(time.substring("ResponseTime:".length(), time.indexOf('|')));
    assertTrue(millis > 0 && millis < ANSWER_MAX.toMillis(), time);
    return millis;
  }
}
