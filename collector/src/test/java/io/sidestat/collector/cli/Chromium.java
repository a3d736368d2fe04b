package io.sidestat.collector.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium without a window, where the host has one. */
public final class Chromium {
  public static final Dimension DESKTOP = new Dimension(1_280, 1_000);
  public static final Dimension PHONE = new Dimension(400, 900);

  /** What a browser is driven by. */
  public static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private Chromium() {}

  /** For {@code EnabledIf}. */
  public static boolean isThere() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  /** One as wide as a desktop, with its files in that directory; the caller's to quit. */
  public static ChromeDriver open(Path directory) {
    return open(directory, DRIVER);
  }

  /** The same, by a command that runs {@link #DRIVER} in its own way. */
  public static ChromeDriver open(Path directory, Path driver) {
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
        "--user-data-dir=" + directory);
    ChromeDriver browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build(),
            options);
    browser.manage().window().setSize(DESKTOP);
    return browser;
  }

  /** As its user likes pages: light or dark. */
  public static void prefer(ChromeDriver browser, String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }
}
