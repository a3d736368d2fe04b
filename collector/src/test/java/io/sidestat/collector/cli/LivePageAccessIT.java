package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** Whether the live page can be used by everybody: what axe finds in it, and with keys alone. */
@EnabledIf(
    value = "io.sidestat.collector.cli.Chromium#isThere",
    disabledReason = "no /usr/bin/chromium and chromedriver here")
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
final class LivePageAccessIT {
  private static final String AXE = "/axe.min.js";

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
            - latency: p95 < 50 ms
              window: 1h
      """;

  /** A line for each violation that keeps somebody from using the page: its rule and where. */
  private static final String VIOLATIONS =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, { resultTypes: ["violations"] }).then(
        (results) => done(results.violations
          .filter((found) => found.impact === "serious" || found.impact === "critical")
          .flatMap((found) => found.nodes.map((node) =>
            found.impact + " " + found.id + " at " + node.target.join(" ") + ": " + node.failureSummary))),
        (failure) => done(["axe failed: " + failure]));
      """;

  /** What has the focus, in a word, and whether one sees that it has. */
  private static final String FOCUSED =
      """
      const focused = document.activeElement;
      const style = getComputedStyle(focused);
      const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      const name = focused.closest("#series") && focused.tagName === "BUTTON" ? "copy" : focused.id || focused.tagName;
      return name + (seen || focused === document.body ? "" : ", unseen");
      """;

  @TempDir private Path directory;
  private SidestatProcess collector;
  private ChromeDriver browser;

  @BeforeEach
  void open() throws Exception {
    Path slo = Files.writeString(directory.resolve("slo.yaml"), SLO);
    collector =
        SidestatProcess.start(
                directory,
                Map.of(),
                "run",
                "--interval=1s",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--admin-slo=" + slo,
                "--journal-path=" + directory.resolve("journal.db"))
            .awaitListening();
    browser = Chromium.open(directory.resolve("browser"));
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    send(
        "ResponseTime:100|ms|#Endpoint:/api/x\nRequestCount:1|c|#Endpoint:/api/x,StatusCode:2xx\n"
            + "<script>bad\ndepth:4|g");
    browser.get(collector.adminAddress().toString());
    Await.until("the series are there", () -> count("#series tbody tr") >= 3);
    Await.until("the charts are drawn", () -> count("#promises canvas") >= 3);
    Await.until("the rejected line is there", () -> count("#rejected li") >= 1);
  }

  @AfterEach
  void close() {
    browser.quit();
    collector.close();
  }

  private void send(String lines) throws IOException {
    Datagram.send(collector.udpPort(), lines);
  }

  private long count(String selector) {
    return (Long) script("return document.querySelectorAll('" + selector + "').length");
  }

  private Object script(String script) {
    return Objects.requireNonNull(browser.executeScript(script), script);
  }

  private static String axe() throws IOException {
    try (InputStream in = LivePageAccessIT.class.getResourceAsStream(AXE)) {
      return new String(Objects.requireNonNull(in, AXE).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void page_lightAndDarkWideAndNarrow_hasNothingSeriousForAxe() throws Exception {
    browser.executeScript(axe());
    List<String> found = new ArrayList<>();
    for (String scheme : List.of("light", "dark")) {
      for (Dimension size : List.of(Chromium.DESKTOP, Chromium.PHONE)) {
        Chromium.prefer(browser, scheme);
        browser.manage().window().setSize(size);
        for (Object line :
            (List<?>) Objects.requireNonNull(browser.executeAsyncScript(VIOLATIONS))) {
          found.add(scheme + ", " + size.getWidth() + " wide: " + line);
        }
      }
    }

    assertEquals(List.of(), found, () -> String.join("\n", found));
    browser.executeScript("document.body.append(document.createElement('button'))");
    List<?> planted = (List<?>) Objects.requireNonNull(browser.executeAsyncScript(VIOLATIONS));
    assertTrue(planted.toString().contains("button-name"), "it finds what is there: " + planted);
  }

  @Test
  void page_byKeysAlone_letsOneFindSortAndCopyAndSeeWhereOneIs() {
    Set<String> reached = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      new Actions(browser).sendKeys(Keys.TAB).perform();
      reached.add((String) script(FOCUSED));
    }

    assertTrue(reached.containsAll(Set.of("search", "sort", "copy")), reached::toString);
    assertTrue(reached.stream().noneMatch(name -> name.endsWith("unseen")), reached::toString);
  }
}
