package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which exact sets of dimensions are asked for, under which configuration. */
final class SloMetricsTest {
  private static final String SLO =
      """
      services:
        - name: ai
          namespace: ReFit/AI
          environment: production
          endpoints: [/x]
          objectives:
            - availability: 99%
      """;

  @TempDir private Path directory;

  @Test
  void metrics_underDefaultRollups_areByEnvironmentAndNothingElse() throws Exception {
    EndpointMetrics endpoint = metrics("namespace: ReFit/AI").endpoints().get(0);

    assertEquals("ResponseTime{Endpoint=/x,Environment=production}", endpoint.latency().toString());
    assertEquals("RequestCount{Endpoint=/x,Environment=production}", endpoint.traffic().toString());
    assertEquals(
        "[RequestCount{Endpoint=/x,Environment=production,StatusCode=2xx},"
            + " RequestCount{Endpoint=/x,Environment=production,StatusCode=5xx}]",
        endpoint.requests(List.of("2xx", "5xx")).toString());
    assertEquals("ReFit/AI", endpoint.traffic().namespace());
  }

  @Test
  void missing_underDefaultRollups_isNothing() throws Exception {
    assertEquals(List.of(), metrics("namespace: ReFit/AI").missing());
  }

  @Test
  void traffic_withoutItsRollUp_isMissing() throws Exception {
    assertEquals(
        List.of(
            "RequestCount is not published by [Endpoint, Environment]: add the roll-up [Endpoint,"
                + " Environment] to rollups"),
        metrics("rollups: none").missing());
  }

  @Test
  void requests_withoutOriginals_areMissing() throws Exception {
    SloMetrics metrics = metrics("publish-original: false");

    assertEquals(1, metrics.missing().size(), metrics.missing().toString());
    assertTrue(
        metrics.missing().get(0).contains("[Endpoint, Environment, StatusCode]"),
        metrics.missing().toString());
  }

  @Test
  void requests_withAnotherDefaultDimension_haveItToo() throws Exception {
    SloMetrics metrics = metrics("dimensions: {Team: ml}");

    assertEquals(List.of(), metrics.missing());
    assertEquals(
        "RequestCount{Endpoint=/x,Environment=production,StatusCode=5xx,Team=ml}",
        metrics.endpoints().get(0).requests(List.of("5xx")).get(0).toString());
  }

  @Test
  void requests_withADimensionOfEc2_areMissingAndSayWhy() throws Exception {
    SloMetrics metrics = metrics("dimensions-from: {ec2: [InstanceId]}");

    assertEquals(
        List.of(
            "RequestCount is not published by [Endpoint, Environment, StatusCode], since every"
                + " series has InstanceId of EC2 too: add the roll-up [Endpoint, Environment,"
                + " StatusCode] to rollups"),
        metrics.missing());
  }

  @Test
  void requests_withADimensionOfEc2AndTheRollUp_areThere() throws Exception {
    SloMetrics metrics =
        metrics(
            "dimensions-from: {ec2: [InstanceId]}\n"
                + "rollups: [[Endpoint, Environment], [Environment, StatusCode, Endpoint]]");

    assertEquals(List.of(), metrics.missing());
  }

  @Test
  void requests_ofARuleThatAddsADimension_haveItToo() throws Exception {
    SloMetrics metrics =
        metrics(
            """
            namespace: ReFit/AI
            rules:
              - match: api.*.requests
                name: RequestCount
                dimensions: {Endpoint: $1, Tier: web}
            """);

    assertEquals(List.of(), metrics.missing());
    assertEquals(
        "RequestCount{Endpoint=/x,Environment=production,StatusCode=2xx,Tier=web}",
        metrics.endpoints().get(0).requests(List.of("2xx")).get(0).toString());
  }

  @Test
  void requests_ofRulesThatDisagree_areMissing() throws Exception {
    SloMetrics metrics =
        metrics(
            """
            namespace: ReFit/AI
            rules:
              - match: api.*.requests
                name: RequestCount
                dimensions: {Endpoint: $1, Tier: web}
              - match: rpc.*.requests
                name: RequestCount
                dimensions: {Endpoint: $1, Tier: rpc}
            """);

    assertEquals(1, metrics.missing().size(), metrics.missing().toString());
  }

  @Test
  void latency_inAnotherUnitByARule_saysSo() throws Exception {
    List<String> missing =
        metrics("namespace: ReFit/AI\nrules: [{match: ResponseTime, unit: Seconds}]").missing();

    assertEquals(1, missing.size(), missing.toString());
    assertTrue(
        missing.get(0).startsWith("ResponseTime is published in Seconds by rule 1"),
        missing.toString());
  }

  @Test
  void latency_inAnotherUnitByARuleForOtherNames_saysSo() throws Exception {
    List<String> missing =
        metrics(
                """
                namespace: ReFit/AI
                rules:
                  - match: api.*.latency
                    name: ResponseTime
                    unit: Microseconds
                    dimensions: {Endpoint: $1}
                """)
            .missing();

    assertTrue(missing.get(0).contains("in Microseconds by rule 1"), missing.toString());
  }

  @Test
  void requests_thatARuleDrops_areMissing() throws Exception {
    List<String> missing =
        metrics("namespace: ReFit/AI\nrules: [{match: RequestCount, drop: true}]").missing();

    assertEquals(
        List.of("RequestCount is not published: a rule drops the samples of that name"), missing);
  }

  @Test
  void requests_thatARuleMovesElsewhere_areMissing() throws Exception {
    List<String> missing =
        metrics("namespace: ReFit/AI\nrules: [{match: RequestCount, namespace: Other}]").missing();

    assertTrue(
        missing.get(0).startsWith("RequestCount is not published in namespace ReFit/AI: rule 1"),
        missing.toString());
  }

  @Test
  void requests_thatARuleTakesStatusCodeOff_areMissing() throws Exception {
    List<String> missing =
        metrics("namespace: ReFit/AI\nrules: [{match: RequestCount, keep: [Endpoint]}]").missing();

    assertTrue(
        missing.get(0).startsWith("RequestCount is published without StatusCode: rule 1"),
        missing.toString());
  }

  @Test
  void requests_ofARuleThatRenamesTags_areThere() throws Exception {
    SloMetrics metrics =
        metrics(
            """
            namespace: ReFit/AI
            rules:
              - match: http.requests
                name: RequestCount
                keep: [uri, status]
                rename: {uri: Endpoint, status: StatusCode}
              - match: http.latency
                name: ResponseTime
                keep: [uri]
                rename: {uri: Endpoint}
            """);

    assertEquals(List.of(), metrics.missing());
  }

  @Test
  void note_ofAnotherNamespaceThanTheCollectors_namesBoth() throws Exception {
    List<String> notes = metrics("namespace: Other").notes();

    assertEquals(1, notes.size());
    assertTrue(notes.get(0).contains("ReFit/AI") && notes.get(0).contains("Other"), notes.get(0));
  }

  private SloMetrics metrics(String yaml) throws Exception {
    return SloMetrics.of(Configs.objectives(directory, SLO), Configs.settings(directory, yaml));
  }
}
