package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The live page of the packaged collector in a real Chromium; skipped where there is none. */
@EnabledIf(
    value = "io.sidestat.collector.cli.Chromium#isThere",
    disabledReason = "no /usr/bin/chromium and chromedriver here")
final class LivePageIT {
  private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

  private static final String SLO =
      """
      services:
        - name: shop
          namespace: Sidestat
          environment: development
          endpoints: [/api/x]
          objectives:
            - availability: 99%
              window: 1h
            - latency: p95 < 500 ms
              window: 1h
      """;

  @TempDir private Path directory;
  private int adminPort;
  private SidestatProcess collector;
  private ChromeDriver browser;

  @BeforeEach
  void open() throws Exception {
    try (ServerSocket reserved = new ServerSocket(0)) {
      adminPort = reserved.getLocalPort();
    }
    Files.writeString(directory.resolve("slo.yaml"), SLO);
    collector = start("--admin-slo=" + directory.resolve("slo.yaml"));
    browser = Chromium.open(directory.resolve("browser"));
  }

  @AfterEach
  void close() {
    browser.quit();
    collector.close();
  }

  private SidestatProcess start(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        0,
        List.of(
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:" + adminPort,
            "--journal-path=" + directory.resolve("journal.db")));
    return SidestatProcess.start(directory, Map.of(), arguments.toArray(new String[0]))
        .awaitListening();
  }

  private void send(String lines) throws IOException {
    Datagram.send(collector.udpPort(), lines);
  }

  private void look() {
    browser.get("http://127.0.0.1:" + adminPort + "/");
  }

  /** As it is at this moment: elements are made anew all the time. */
  private String text(String id) {
    return String.valueOf(script("return document.getElementById('" + id + "').innerText"));
  }

  private long count(String selector) {
    return (Long) script("return document.querySelectorAll('" + selector + "').length");
  }

  private long rows() {
    return count("#series tbody tr");
  }

  private Object script(String script) {
    return Objects.requireNonNull(browser.executeScript(script), script);
  }

  private void screenshot(String name) throws IOException {
    Path images = Files.createDirectories(Path.of("target", "live"));
    Files.write(images.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  @Test
  void page_beforeAnythingWasSent_saysWhatToSend() {
    look();

    Await.until("it is well", () -> text("state").equals("well, and nobody has sent anything yet"));
    Await.until(
        "it says what to send",
        () -> text("series-about").endsWith("/dev/udp/127.0.0.1/" + collector.udpPort()));
    assertEquals("Lost: nothing.", text("losses"));
    assertEquals(List.of(), browser.manage().logs().get("browser").getAll());
  }

  @Test
  void page_underTraffic_showsTheApisNumbersAndNoNameDoesAnything() throws Exception {
    look();
    for (int datagram = 0; datagram < 4; datagram++) {
      StringBuilder lines = new StringBuilder();
      for (int request = 0; request < 20; request++) {
        lines.append("ResponseTime:").append(100 + request).append("|ms|#Endpoint:/api/x\n");
        lines.append("RequestCount:1|c|#Endpoint:/api/x,StatusCode:2xx\n");
      }
      send(lines + "ResponseTime:5|ms|#Endpoint:" + HOSTILE + "\n<script>bad");
      collector.awaitReceived(42L * (datagram + 1));
    }
    collector.awaitReceived(168);

    Await.until("all samples are shown", () -> text("flow").contains("168 samples in 4 datagrams"));
    Await.until("the series are there", () -> rows() >= 3);
    Await.until(
        "an endpoint is there", () -> text("promises").contains("/api/x (shop, development)"));
    Await.until("its charts are drawn", () -> count("#promises canvas") == 4);
    Await.until("all of its last seconds", () -> text("promises").contains("100 % of the last"));
    Await.until("the budget is told", () -> text("promises").contains("availability 99%: "));
    assertTrue(text("flow").contains("rejected 4"), text("flow"));
    assertTrue(text("rejected").contains("no_value (4): <script>bad"), text("rejected"));
    assertTrue(text("series").contains("Endpoint=" + HOSTILE), text("series"));
    assertEquals(0, count("main img, main script"));
    assertEquals(true, script("return window.hacked === undefined"));
    assertEquals(List.of(), browser.manage().logs().get("browser").getAll());
  }

  @Test
  void page_inTheDarkAndOnAPhone_isPictured() throws Exception {
    look();
    browser.findElement(By.cssSelector("#range option[value='300']")).click();
    browser.manage().window().setSize(new Dimension(1_280, 1_400));
    Random random = new Random(7);
    for (int second = 0; second < 20; second++) {
      sendSecond(random, second);
      // The page is as slow as time is: by then a second or so is over.
      String shown = "%,d samples in".formatted(260 * (second + 1));
      Await.until("that second is shown", () -> text("flow").contains(shown));
    }

    screenshot("light");
    Chromium.prefer(browser, "dark");
    awaitDrawnAgain();
    screenshot("dark");
    browser.manage().window().setSize(Chromium.PHONE);
    Await.until(
        "a phone need not scroll sideways",
        () -> (Boolean) script("return document.documentElement.scrollWidth <= window.innerWidth"));
    awaitDrawnAgain();
    screenshot("phone");
  }

  /** 260 samples of an app whose latencies go up and down, in ten datagrams. */
  private void sendSecond(Random random, int second) throws IOException {
    for (int datagram = 0; datagram < 10; datagram++) {
      StringBuilder lines = new StringBuilder();
      for (int request = 0; request < 12; request++) {
        double millis = 90 * Math.exp(0.5 * random.nextGaussian() + 0.3 * Math.sin(second / 2.0));
        String status = random.nextInt(400) == 0 ? "5xx" : "2xx";
        lines.append("ResponseTime:%.2f|ms|#Endpoint:/api/x%n".formatted(millis));
        lines.append("RequestCount:1|c|#Endpoint:/api/x,StatusCode:%s%n".formatted(status));
      }
      send(lines + "QueueDepth:" + random.nextInt(50) + "|g\nVisitors:" + datagram + "|s");
    }
  }

  /** The page draws every second, and so often says for how long the collector is up. */
  private void awaitDrawnAgain() {
    for (int time = 0; time < 2; time++) {
      String before = text("about");
      Await.until("the page is drawn again", () -> !text("about").equals(before));
    }
  }

  @Test
  void page_everySecond_showsWhatCameAndWhatTheApiSays() throws Exception {
    look();
    Await.until("it is watched", () -> count("#promises .endpoint") == 1);
    for (int second = 1; second <= 3; second++) {
      int millis = 100 * second;
      Await.until(
          "that second's percentiles",
          () -> {
            sendUnchecked("ResponseTime:" + millis + "|ms|#Endpoint:/api/x");
            return text("promises").contains("p95 " + millis + ", p99 " + millis + " ms");
          });
    }

    JsonNode answer = new ObjectMapper().readTree(api("/api/v1/live"));
    JsonNode seconds = answer.at("/endpoints/0/latency/groups/0/seconds");
    assertEquals(300, seconds.path("p95").get(seconds.path("p95").size() - 1).asInt());
    assertEquals(100, seconds.path("p95").get(0).asInt());
  }

  private byte[] api(String path) throws IOException {
    try (InputStream in = URI.create("http://127.0.0.1:" + adminPort + path).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  private void sendUnchecked(String line) {
    try {
      send(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void series_lookedAt_isShownByTheSecondUntilItIsClosed() throws Exception {
    send("jobs:1|ms|#queue:a");
    look();
    Await.until("the series is there", () -> rows() == 1);

    browser.findElement(By.cssSelector("#series tbody button")).click();
    Await.until(
        "its percentiles",
        () -> {
          sendUnchecked("jobs:42|ms|#queue:a");
          return text("look").contains("p50 42, p95 42, p99 42");
        });
    assertEquals("jobs Environment=development, queue=a, ms", text("look-title"));
    assertEquals(2, count("#look canvas"));

    browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
    assertEquals(true, script("return document.getElementById('look').hidden"));
  }

  @Test
  void page_withoutObjectives_showsTheEndpointsThereAre() throws Exception {
    assertEquals(0, collector.terminate(), collector.stderr());
    collector.close();
    collector = start();
    look();

    Await.until(
        "what is there",
        () -> {
          sendUnchecked(
              "ResponseTime:70|ms|#Endpoint:/api/y\nRequestCount:1|c|#Endpoint:/api/y,StatusCode:2xx");
          return text("promises").contains("p95 70, p99 70 ms")
              && text("promises").contains("100 % of the last");
        });
    assertTrue(text("no-promises").startsWith("No promises are known"), text("no-promises"));
    assertTrue(text("promises").startsWith("/api/y (development)"), text("promises"));
  }

  @Test
  void series_searchedByKeyboard_areThose() throws Exception {
    send("a:1|c\nb:2|c\nabc:3|c");
    look();
    Await.until("three series", () -> rows() == 3);

    browser.findElement(By.id("search")).sendKeys("B");

    Await.until("two of them", () -> rows() == 2);
    assertTrue(text("series-about").startsWith("The 2 of 2 series"), text("series-about"));
  }

  @Test
  void page_whileTheCollectorIsAway_saysSoAndComesBack() throws Exception {
    look();
    Await.until("it is well", () -> text("state").startsWith("well"));

    assertEquals(0, collector.terminate(), collector.stderr());
    collector.close();
    Await.until("it is away", () -> text("state").startsWith("the collector does not answer"));

    collector = start("--admin-slo=" + directory.resolve("slo.yaml"));
    Await.until("it is well again", () -> text("state").startsWith("well"));
    assertFalse(text("about").isEmpty());
  }
}
