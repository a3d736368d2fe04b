package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The live page of the packaged collector in a real Chromium; skipped where there is none. */
@EnabledIf(value = "chromiumIsThere", disabledReason = "no /usr/bin/chromium and chromedriver here")
final class LivePageIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
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

  static boolean chromiumIsThere() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  @BeforeEach
  void open() throws Exception {
    try (ServerSocket reserved = new ServerSocket(0)) {
      adminPort = reserved.getLocalPort();
    }
    Files.writeString(directory.resolve("slo.yaml"), SLO);
    collector = start();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + directory.resolve("browser"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
    browser.manage().window().setSize(new Dimension(1_280, 1_000));
  }

  @AfterEach
  void close() {
    browser.quit();
    collector.close();
  }

  private SidestatProcess start() throws Exception {
    return SidestatProcess.start(
            directory,
            Map.of(),
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:" + adminPort,
            "--admin-slo=" + directory.resolve("slo.yaml"),
            "--journal-path=" + directory.resolve("journal.db"))
        .awaitListening();
  }

  private void send(String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
    }
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
    Await.until("its charts are drawn", () -> count("#promises canvas") == 3);
    assertTrue(text("flow").contains("rejected 4"), text("flow"));
    assertTrue(text("rejected").contains("no_value: <script>bad"), text("rejected"));
    assertTrue(text("series").contains("Endpoint=" + HOSTILE), text("series"));
    assertEquals(0, count("main img, main script"));
    assertEquals(true, script("return window.hacked === undefined"));
    assertEquals(List.of(), browser.manage().logs().get("browser").getAll());
    screenshot("light");
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    screenshot("dark");
    browser.manage().window().setSize(new Dimension(400, 900));
    Await.until(
        "a phone need not scroll sideways",
        () -> (Boolean) script("return document.documentElement.scrollWidth <= window.innerWidth"));
    screenshot("phone");
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

    collector = start();
    Await.until("it is well again", () -> text("state").startsWith("well"));
    assertFalse(text("about").isEmpty());
  }
}
