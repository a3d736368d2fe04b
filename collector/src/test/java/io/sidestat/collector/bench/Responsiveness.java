package io.sidestat.collector.bench;

import io.sidestat.collector.cli.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * How long the page takes from a key or a click to what is painted for it, with 5,000 series under
 * load: as Chromium measures it (Event Timing), of keys pressed by its driver.
 */
final class Responsiveness implements Scenario {
  static final String NAME = "page";

  private static final int SERIES = 5_000;
  private static final double RATE = 50_000;
  private static final double AIM_MILLIS = 200;
  private static final String SEARCHED = "orders/12";

  /** Notes all interactions longer than a frame; shorter ones the browser does not tell. */
  private static final String OBSERVE =
      """
      window.interactions = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.interactionId) interactions.push(entry.duration);
      }).observe({ type: "event", durationThreshold: 16, buffered: true });
      """;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String run(Lab lab) throws IOException {
    if (!Chromium.isThere()) {
      return "Not measured: there is no chromium and chromedriver in /usr/bin.\n";
    }
    Path directory = lab.place();
    List<Double> slowest = new ArrayList<>();
    int interactions = 0;
    try (Sidestat.Collector collector =
            new Sidestat("--interval=5s").start(lab.launcher(), directory);
        Driver load = lab.driver(Traffic.timers(SERIES, 1))) {
      for (int round = 1; round <= lab.effort().rounds(); round++) {
        List<Double> millis = new ArrayList<>();
        Thread sending = new Thread(() -> send(load, collector));
        sending.start();
        ChromeDriver browser = Chromium.open(lab.place());
        try {
          interact(browser, collector, millis, lab.effort().quick() ? 1 : 4);
        } finally {
          browser.quit();
          sending.interrupt();
          join(sending);
        }
        interactions += millis.size();
        slowest.add(millis.isEmpty() ? 16.0 : Collections.max(millis));
        lab.say("round " + round + ": interactions longer than a frame, ms: " + millis);
      }
    }
    Collections.sort(slowest);
    double median = slowest.get(slowest.size() / 2);
    return String.format(
            Locale.ROOT,
            "%,d series, %,.0f samples/s; keys typed into the search, other orders, series looked at:"
                + " %d interactions that took longer than a frame (16 ms).%n%n",
            SERIES,
            RATE,
            interactions)
        + new Bars()
            .atMost("slowest interaction to paint, ms, median of the rounds", AIM_MILLIS, median);
  }

  private static void send(Driver load, Running collector) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Trial.runNow(load, collector, RATE, 2);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void interact(
      ChromeDriver browser, Sidestat.Collector collector, List<Double> millis, int times)
      throws IOException {
    browser.get("http://" + collector.statusAddress().getAuthority() + "/");
    boolean full =
        Launcher.await(
            60, () -> text(browser, "series-about").contains("of " + SERIES + " series"));
    if (!full) {
      throw new IOException("the page shows no 5,000 series: " + text(browser, "series-about"));
    }
    browser.executeScript(OBSERVE);
    WebElement search = browser.findElement(By.id("search"));
    for (int i = 0; i < times; i++) {
      for (int key = 0; key < SEARCHED.length(); key++) {
        search.sendKeys(SEARCHED.substring(key, key + 1));
        Launcher.pause(0.15);
      }
      click(browser, "#series tbody button");
      Launcher.pause(1.5);
      browser.findElement(By.id("look-close")).click();
      search.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
      select(browser, "cost");
      Launcher.pause(1);
      select(browser, "rate");
      Launcher.pause(1);
    }
    Object told = browser.executeScript("return interactions");
    if (told instanceof List<?> list) {
      list.forEach(one -> millis.add(((Number) one).doubleValue()));
    }
  }

  /** Rows come and go while one reaches for them. */
  private static void click(ChromeDriver browser, String selector) {
    try {
      browser.findElement(By.cssSelector(selector)).click();
    } catch (StaleElementReferenceException e) {
      click(browser, selector);
    }
  }

  private static void select(ChromeDriver browser, String order) {
    browser.findElement(By.cssSelector("#sort option[value=" + order + "]")).click();
  }

  private static String text(ChromeDriver browser, String id) {
    return String.valueOf(
        browser.executeScript("return document.getElementById('" + id + "').innerText"));
  }
}
