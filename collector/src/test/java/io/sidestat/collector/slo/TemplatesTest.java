package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same alarms in CloudFormation's words and in Terraform's. */
final class TemplatesTest {
  private static final String TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:on-call";
  private static final String SLO =
      """
      services:
        - name: ai
          environment: production
          endpoints: [/x]
          objectives:
            - availability: 99.9%
            - latency: 99% < 500 ms
            - {latency: p95 < 1 s, window: 36h}
      """;

  @TempDir private Path directory;

  @Test
  void cloudFormation_alarmOnAFormula_isWhole() throws Exception {
    JsonNode alarm = resource(cloudFormation(SLO), "availability 99.9% 30d: burn rate over 1 h");

    assertEquals("AWS::CloudWatch::Alarm", alarm.at("/Type").asText());
    JsonNode properties = alarm.at("/Properties");
    assertEquals(
        """
        {"Id":"bad_5xx","MetricStat":{"Metric":{"Namespace":"ReFit/AI","MetricName":"RequestCount",\
        "Dimensions":[{"Name":"Endpoint","Value":"/x"},{"Name":"Environment","Value":"production"},\
        {"Name":"StatusCode","Value":"5xx"}]},"Period":3600,"Stat":"Sum"},"ReturnData":false}""",
        properties.at("/Metrics/2").toString());
    assertEquals("burn rate", properties.at("/Metrics/0/Label").asText());
    assertTrue(properties.at("/Metrics/0/ReturnData").asBoolean());
    assertEquals("14.4", properties.at("/Threshold").toString());
    assertEquals("GreaterThanThreshold", properties.at("/ComparisonOperator").asText());
    assertEquals(1, properties.at("/EvaluationPeriods").asInt());
    assertEquals(1, properties.at("/DatapointsToAlarm").asInt());
    assertEquals("notBreaching", properties.at("/TreatMissingData").asText());
    assertFalse(properties.has("AlarmActions"));
    assertFalse(properties.has("Namespace"));
  }

  @Test
  void cloudFormation_composite_waitsForThoseItNamesAndTellsTheTopic() throws Exception {
    JsonNode template = cloudFormation(SLO);
    JsonNode composite = resource(template, "availability 99.9% 30d");

    assertEquals("AWS::CloudWatch::CompositeAlarm", composite.at("/Type").asText());
    assertEquals(4, composite.at("/DependsOn").size());
    composite
        .at("/DependsOn")
        .forEach(id -> assertTrue(template.at("/Resources").has(id.asText()), id.asText()));
    assertEquals("[\"" + TOPIC + "\"]", composite.at("/Properties/AlarmActions").toString());
    assertEquals("[\"" + TOPIC + "\"]", composite.at("/Properties/OKActions").toString());
  }

  @Test
  void cloudFormation_alarmOnAPercentile_ignoresTooFewSamples() throws Exception {
    JsonNode properties = resource(cloudFormation(SLO), "p95 below 1 s 36h").at("/Properties");

    assertEquals("p95", properties.at("/ExtendedStatistic").asText());
    assertEquals("ignore", properties.at("/EvaluateLowSampleCountPercentile").asText());
    assertEquals("1000", properties.at("/Threshold").toString());
    assertEquals(300, properties.at("/Period").asInt());
    assertFalse(properties.has("Statistic"));
    assertFalse(properties.has("Metrics"));
  }

  @Test
  void cloudFormation_alarmOnASum_hasNoExtendedStatistic() throws Exception {
    JsonNode properties =
        resource(cloudFormation(SLO), "sidestat ReFit/AI production: samples lost")
            .at("/Properties");

    assertEquals("Sum", properties.at("/Statistic").asText());
    assertFalse(properties.has("ExtendedStatistic"));
    assertFalse(properties.has("EvaluateLowSampleCountPercentile"));
  }

  @Test
  void applicationSignals_availability_countsBadRequests() throws Exception {
    JsonNode objective = objectives(SLO).get(0).at("/Properties");

    assertTrue(
        objective.at("/Name").asText().matches("ai production _x availability 99.9_ 30d \\w{8}"),
        objective.at("/Name").asText());
    JsonNode metric = objective.at("/RequestBasedSli/RequestBasedSliMetric");
    assertEquals(
        "SUM([FILL(good_2xx,0),FILL(bad_5xx,0)])",
        metric.at("/TotalRequestCountMetric/0/Expression").asText());
    assertEquals(
        "FILL(bad_5xx,0)",
        metric.at("/MonitoredRequestCountMetric/BadCountMetric/0/Expression").asText());
    assertFalse(metric.at("/TotalRequestCountMetric/0").has("Label"));
    assertEquals("99.9", objective.at("/Goal/AttainmentGoal").toString());
    assertEquals(
        "{\"DurationUnit\":\"DAY\",\"Duration\":30}",
        objective.at("/Goal/Interval/RollingInterval").toString());
    assertEquals(
        "[{\"LookBackWindowMinutes\":60},{\"LookBackWindowMinutes\":5},"
            + "{\"LookBackWindowMinutes\":360},{\"LookBackWindowMinutes\":30}]",
        objective.at("/BurnRateConfigurations").toString());
  }

  @Test
  void applicationSignals_percentile_isTheShareThatItIsTheSameAs() throws Exception {
    JsonNode objective = objectives(SLO).get(2).at("/Properties");

    JsonNode good =
        objective.at(
            "/RequestBasedSli/RequestBasedSliMetric/MonitoredRequestCountMetric/GoodCountMetric");
    assertEquals("FILL(requests*within/100,0)", good.at("/0/Expression").asText());
    assertEquals("PR(:1000)", good.at("/1/MetricStat/Stat").asText());
    assertEquals("SampleCount", good.at("/2/MetricStat/Stat").asText());
    assertEquals("95", objective.at("/Goal/AttainmentGoal").toString());
    assertEquals(
        "{\"DurationUnit\":\"HOUR\",\"Duration\":36}",
        objective.at("/Goal/Interval/RollingInterval").toString());
  }

  @Test
  void applicationSignals_longNames_areOf128CharactersOfTheAllowed() throws Exception {
    String endpoint = "/" + "x y".repeat(300);
    JsonNode objective =
        objectives(SLO.replace("[/x]", "[\"" + endpoint + "\"]").replace("name: ai", "name: \"/\""))
            .get(0);

    String name = objective.at("/Properties/Name").asText();
    assertTrue(name.matches("[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]"), name);
  }

  @Test
  void terraform_alarms_haveTheProvidersArguments() throws Exception {
    JsonNode resources = terraform(SLO).at("/resource");
    JsonNode window =
        named(
            resources.at("/aws_cloudwatch_metric_alarm"),
            "ai production /x availability 99.9% 30d: burn rate over 1 h");

    assertEquals(
        """
        {"id":"bad_5xx","metric":{"namespace":"ReFit/AI","metric_name":"RequestCount",\
        "dimensions":{"Endpoint":"/x","Environment":"production","StatusCode":"5xx"},\
        "stat":"Sum","period":3600},"return_data":false}""",
        window.at("/metric_query/2").toString());
    assertEquals(
        "comparison_operator,threshold,evaluation_periods,datapoints_to_alarm,treat_missing_data",
        String.join(",", fields(window).subList(3, 8)));
    JsonNode percentile =
        named(resources.at("/aws_cloudwatch_metric_alarm"), "ai production /x p95 below 1 s 36h");
    assertEquals("p95", percentile.at("/extended_statistic").asText());
    assertEquals("ignore", percentile.at("/evaluate_low_sample_count_percentiles").asText());
    assertEquals(TOPIC, percentile.at("/alarm_actions/0").asText());
    assertEquals(TOPIC, percentile.at("/ok_actions/0").asText());
  }

  @Test
  void terraform_composite_dependsOnResourcesOfTheDocument() throws Exception {
    JsonNode resources = terraform(SLO).at("/resource");
    JsonNode composite =
        named(
            resources.at("/aws_cloudwatch_composite_alarm"),
            "ai production /x availability 99.9% 30d");

    assertEquals(4, composite.at("/depends_on").size());
    for (JsonNode dependency : composite.at("/depends_on")) {
      assertTrue(
          resources.has("aws_cloudwatch_metric_alarm")
              && !resources.at("/" + dependency.asText().replace('.', '/')).isMissingNode(),
          dependency.asText());
    }
  }

  @Test
  void terraform_signsOfTemplates_areDoubled() throws Exception {
    String document = terraform(SLO.replace("[/x]", "[\"/${a}/%{b}/$c\"]")).toString();

    assertTrue(document.contains("\"Endpoint\":\"/$${a}/%%{b}/$c\""), document);
    assertFalse(document.matches(".*[^$]\\$\\{.*"), document);
  }

  @Test
  void resources_ofBothFormats_areTheSame() throws Exception {
    JsonNode terraform = terraform(SLO).at("/resource");
    TreeSet<String> ids = new TreeSet<>(fields(terraform.at("/aws_cloudwatch_metric_alarm")));
    ids.addAll(fields(terraform.at("/aws_cloudwatch_composite_alarm")));

    assertEquals(new TreeSet<>(fields(cloudFormation(SLO).at("/Resources"))), ids);
  }

  private JsonNode cloudFormation(String slo) throws Exception {
    return json(
        CloudFormationTemplate.of(
            Configs.alarms(directory, "namespace: ReFit/AI", slo), List.of(TOPIC), false));
  }

  private JsonNode terraform(String slo) throws Exception {
    return json(
        TerraformDocument.of(
            Configs.alarms(directory, "namespace: ReFit/AI", slo), List.of(TOPIC)));
  }

  private List<JsonNode> objectives(String slo) throws Exception {
    JsonNode template =
        json(
            CloudFormationTemplate.of(
                Configs.alarms(directory, "namespace: ReFit/AI", slo), List.of(), true));
    List<JsonNode> objectives = new ArrayList<>();
    for (JsonNode resource : template.at("/Resources")) {
      if (resource.at("/Type").asText().equals("AWS::ApplicationSignals::ServiceLevelObjective")) {
        objectives.add(resource);
      }
    }
    return objectives;
  }

  private static JsonNode json(Map<String, Object> document) {
    return new ObjectMapper().valueToTree(document);
  }

  private static JsonNode resource(JsonNode template, String nameEnd) {
    for (JsonNode resource : template.at("/Resources")) {
      if (resource.at("/Properties/AlarmName").asText().endsWith(nameEnd)) {
        return resource;
      }
    }
    throw new AssertionError("no alarm " + nameEnd + " in " + template);
  }

  private static JsonNode named(JsonNode resources, String name) {
    for (JsonNode resource : resources) {
      if (resource.at("/alarm_name").asText().equals(name)) {
        return resource;
      }
    }
    throw new AssertionError("no alarm " + name + " in " + resources);
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
