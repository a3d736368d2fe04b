package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.Shaper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard asks for, against a real journal. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
class ObjectivesCheckTest {
  /** The end of the minute that the journal holds. */
  private static final Instant NOW = Instant.EPOCH.plus(Duration.ofMinutes(1));

  private static final String LATENCY = "ResponseTime:42|ms|#Endpoint:/a";
  private static final String GOOD = "RequestCount:1|c|#Endpoint:/a,StatusCode:2xx";
  private static final String BAD = "RequestCount:1|c|#Endpoint:/a,StatusCode:5xx";

  private Path directory;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void endpoint_allSeen_isOk() throws Exception {
    journal("production", LATENCY, GOOD, BAD);

    assertEquals(
        "ok objectives: Endpoint=/a, Environment=production was seen in the last hour\n",
        text(NOW));
  }

  @Test
  void endpoint_noErrors_isOkAndSaysSo() throws Exception {
    journal("production", LATENCY, GOOD);

    assertTrue(
        text(NOW).contains("but no RequestCount with StatusCode 5xx (which is fine if"), text(NOW));
  }

  @Test
  void endpoint_seenLongAgo_isWrong() throws Exception {
    journal("production", LATENCY, GOOD);

    String text = text(NOW.plus(Duration.ofHours(1)));

    assertTrue(text.contains("WRONG objectives: nothing of Endpoint=/a"), text);
  }

  @Test
  void endpoint_ofAnotherEnvironment_isWrongAndNamesIt() throws Exception {
    journal("development", LATENCY, GOOD);

    String text = text(NOW);

    assertTrue(text.startsWith("WRONG"), text);
    assertTrue(text.contains("seen with Environment=development"), text);
    assertTrue(text.contains("set ENVIRONMENT=production"), text);
  }

  @Test
  void endpoint_speltOtherwise_isWrongAndNamesIt() throws Exception {
    journal("production", "ResponseTime:42|ms|#Endpoint:/a/");

    assertTrue(text(NOW).contains("is it spelled /a/?"), text(NOW));
  }

  @Test
  void endpoint_otherMetricNames_areNamed() throws Exception {
    journal("production", "ResponseTimes:42|ms|#Endpoint:/a", GOOD);

    String text = text(NOW);

    assertTrue(text.contains("note objectives: ResponseTime of Endpoint=/a"), text);
    assertTrue(text.contains("is it sent as ResponseTimes?"), text);
  }

  @Test
  void sets_notPublished_areWrong() throws Exception {
    journal("production", LATENCY, GOOD);

    String text = text(NOW, Map.of("SIDESTAT_ROLLUPS", "none"));

    assertTrue(text.contains("WRONG objectives: the dashboard asks for what is not published"));
    assertTrue(text.contains("add the roll-up [Endpoint, Environment] to rollups"), text);
  }

  @Test
  void journal_missing_isNoted() throws Exception {
    assertTrue(text(NOW).startsWith("note journal: there is no journal"), text(NOW));
  }

  private void journal(String environment, String... lines) throws Exception {
    Feed feed = new Feed(new Shaper("ReFit/AI", Map.of("Environment", environment)));
    Fragment fragment = feed.send(lines).close();
    try (Journal journal = Journal.open(directory.resolve("journal.db"), InstantSource.system())) {
      journal.append(
          fragment,
          new RequestPacker(Grid.within(0.005)).pack(fragment.interval(), fragment.series()),
          OutboxState.READY);
    }
  }

  private String text(Instant now) throws Exception {
    return text(now, Map.of());
  }

  private String text(Instant now, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ENVIRONMENT", "production");
    all.put("SIDESTAT_NAMESPACE", "ReFit/AI");
    all.put("SIDESTAT_JOURNAL_PATH", directory.resolve("journal.db").toString());
    CollectorConfig config = Given.config(all).config();
    Path file =
        Files.writeString(
            directory.resolve("slo.yaml"),
            """
            services:
              - name: ai
                environment: production
                endpoints: [/a]
                objectives:
                  - availability: 99%
            """);
    List<Finding> findings = new ObjectivesCheck(SloConfig.read(file), config, now).findings();
    return Given.text(findings);
  }
}
