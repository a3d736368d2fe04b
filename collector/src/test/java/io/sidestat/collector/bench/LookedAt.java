package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Launcher.Core;
import io.sidestat.collector.cli.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The packaged collector while somebody looks: objectives of ten of its endpoints, its page open in
 * Chromium, and {@code sidestat top} beside it; these two where the load is sent from, since they
 * may run anywhere, and of low priority, so as not to hold it up.
 */
record LookedAt() implements Contender {
  static final String NAME = "Sidestat, with its page and top open";
  private static final int ENDPOINTS = 10;

  /** Until then Java compiles what answers, on the core that receives. */
  private static final double OPEN_SECONDS = 30;

  private static final String ASKED_A_SECOND =
      "return 1000 / performance.now() * performance.getEntriesByType('resource')"
          + ".filter(one => one.name.includes('/api/v1/live')).length";

  @Override
  public String label() {
    return NAME;
  }

  @Override
  public Optional<String> missing() {
    return Chromium.isThere()
        ? new Sidestat().missing()
        : Optional.of("there is no chromium and chromedriver in /usr/bin");
  }

  @Override
  public WithPage start(Launcher launcher, Path directory) throws IOException {
    Path slo = Files.writeString(directory.resolve("slo.yaml"), objectives());
    Sidestat.Collector collector = new Sidestat("--admin-slo=" + slo).start(launcher, directory);
    String admin = collector.statusAddress().getAuthority();
    Process top =
        launcher.start(
            Core.SENDERS,
            directory.resolve("top.log"),
            List.of(
                "nice",
                "-n",
                "19",
                Launcher.javaCommand(),
                "-jar",
                Sidestat.JAR.toString(),
                "top",
                "--admin-address=" + admin),
            Map.of());
    ChromeDriver browser = Chromium.open(directory.resolve("browser"), driver(launcher, directory));
    browser.get("http://" + admin + "/");
    Launcher.pause(OPEN_SECONDS);
    return new WithPage(collector, top, browser);
  }

  /** A command that keeps the browser, which it starts, where the load is sent from. */
  private static Path driver(Launcher launcher, Path directory) throws IOException {
    List<String> command = new ArrayList<>(List.of("exec", "nice", "-n", "19"));
    // Chromium as root would raise the priority of some of its own threads again.
    List<String> keeping = List.of("setpriv", "--bounding-set=-sys_nice", "--inh-caps=-sys_nice");
    if (Launcher.succeeds(
        Stream.concat(keeping.stream(), Stream.of("true")).toArray(String[]::new))) {
      command.addAll(keeping);
    }
    if (launcher.pins()) {
      command.addAll(List.of("taskset", "-c", Integer.toString(Core.SENDERS.ordinal())));
    }
    command.addAll(List.of(Chromium.DRIVER.toString(), "\"$@\""));
    Path script = directory.resolve("chromedriver");
    Files.writeString(script, "#!/bin/sh\n" + String.join(" ", command) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static String objectives() {
    StringBuilder endpoints = new StringBuilder();
    for (int i = 0; i < ENDPOINTS; i++) {
      endpoints.append(i == 0 ? "" : ", ").append("/api/orders/").append(i);
    }
    return """
        services:
          - name: orders
            environment: production
            endpoints: [%s]
            objectives:
              - latency: p95 < 100 ms
                window: 1h
        """
        .formatted(endpoints);
  }

  /** All of it, running. */
  record WithPage(Sidestat.Collector collector, Process top, ChromeDriver browser)
      implements Running {
    @Override
    public int port() {
      return collector.port();
    }

    @Override
    public long pid() {
      return collector.pid();
    }

    @Override
    public long received() throws IOException {
      return collector.received();
    }

    @Override
    public boolean countsLines() {
      return collector.countsLines();
    }

    @Override
    public void awaitCalm(double seconds) {
      collector.awaitCalm(seconds);
    }

    /**
     * What the page says of the load and of itself, which shows that it was open and up to date.
     */
    @Override
    public void close() {
      Object shown = browser.executeScript("return document.getElementById('flow').innerText");
      Object asked = browser.executeScript(ASKED_A_SECOND);
      System.out.printf(
          Locale.ROOT,
          "the page, at last: asked for the live view %.2f times a second; %s%n",
          ((Number) Objects.requireNonNull(asked)).doubleValue(),
          flat(shown));
      browser.quit();
      Launcher.stop(top);
      collector.close();
    }

    private static String flat(@Nullable Object text) {
      return String.valueOf(text).replace('\n', ' ');
    }
  }
}
