package io.sidestat.collector.slo;

import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alarms as a template of AWS CloudFormation: maps, lists, texts and numbers, to be written as JSON
 * or YAML.
 *
 * <p>Resource types AWS::CloudWatch::Alarm, AWS::CloudWatch::CompositeAlarm and
 * AWS::ApplicationSignals::ServiceLevelObjective by CloudFormation's resource schemas, read
 * 2026-11-26.
 */
public final class CloudFormationTemplate {
  /** Of a template (CloudFormation's quota, as cfn-lint 1.58 has it). */
  public static final int RESOURCES_MAX = 500;

  /**
   * Of a template that is sent as it is; a larger one, up to 1 MB, goes by way of S3 (CreateStack,
   * API reference, read 2026-11-26).
   */
  public static final int BODY_BYTES_MAX = 51_200;

  private final List<String> topics;

  private CloudFormationTemplate(List<String> topics) {
    this.topics = List.copyOf(topics);
  }

  /**
   * The template.
   *
   * @param topics ARNs that alarms that notify tell when they begin and end
   * @param applicationSignals whether the objectives themselves are in it too
   */
  public static Map<String, Object> of(
      SloAlarms alarms, List<String> topics, boolean applicationSignals) {
    CloudFormationTemplate template = new CloudFormationTemplate(topics);
    Map<String, Object> resources = new LinkedHashMap<>();
    alarms
        .alarms()
        .forEach(alarm -> resources.put(alarm.name().logicalId(), template.resource(alarm)));
    if (applicationSignals) {
      alarms
          .objectives()
          .forEach(
              objective ->
                  resources.put(objective.logicalId(), CloudFormationObjective.of(objective)));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("AWSTemplateFormatVersion", "2010-09-09");
    document.put("Description", "Alarms on service level objectives, made by sidestat alarms");
    document.put("Resources", resources);
    return document;
  }

  private Map<String, Object> resource(Alarm alarm) {
    Map<String, Object> resource = new LinkedHashMap<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("AlarmName", alarm.name().text());
    properties.put("AlarmDescription", alarm.description());
    if (alarm instanceof Alarm.OfAlarms composite) {
      resource.put("Type", "AWS::CloudWatch::CompositeAlarm");
      // The rule names them by their names, which CloudFormation does not follow.
      resource.put(
          "DependsOn",
          composite.groups().stream().flatMap(List::stream).map(AlarmName::logicalId).toList());
      properties.put("AlarmRule", composite.rule());
    } else if (alarm instanceof Alarm.OfMetric metric) {
      resource.put("Type", "AWS::CloudWatch::Alarm");
      putMetric(properties, metric);
    }
    if (alarm.notifies() && !topics.isEmpty()) {
      properties.put("AlarmActions", topics);
      properties.put("OKActions", topics);
    }
    resource.put("Properties", properties);
    return resource;
  }

  private static void putMetric(Map<String, Object> properties, Alarm.OfMetric alarm) {
    if (alarm.watched() instanceof Calculation calculation) {
      properties.put("Metrics", queries(calculation, true));
    } else if (alarm.watched() instanceof MetricStatistic statistic) {
      properties.put("Namespace", statistic.metric().namespace());
      properties.put("MetricName", statistic.metric().name());
      properties.put("Dimensions", dimensions(statistic.metric()));
      properties.put(
          statistic.isExtended() ? "ExtendedStatistic" : "Statistic", statistic.statistic());
      if (statistic.isExtended()) {
        properties.put("EvaluateLowSampleCountPercentile", "ignore");
      }
      properties.put("Period", statistic.periodSeconds());
    }
    properties.put("ComparisonOperator", alarm.comparison().operator());
    properties.put("Threshold", PlainNumber.json(alarm.threshold()));
    properties.put("EvaluationPeriods", alarm.periods());
    properties.put("DatapointsToAlarm", alarm.breaches());
    properties.put("TreatMissingData", alarm.missingData());
  }

  /**
   * A formula and what it is about, the result first.
   *
   * @param labelled whether labels are known where it goes
   */
  static List<Object> queries(Calculation calculation, boolean labelled) {
    List<Object> queries = new ArrayList<>();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Id", "result");
    result.put("Expression", calculation.expression());
    if (labelled) {
      result.put("Label", calculation.label());
    }
    result.put("ReturnData", true);
    queries.add(result);
    calculation
        .inputById()
        .forEach(
            (id, statistic) -> {
              Map<String, Object> query = new LinkedHashMap<>();
              query.put("Id", id);
              query.put("MetricStat", metricStat(statistic));
              query.put("ReturnData", false);
              queries.add(query);
            });
    return queries;
  }

  private static Map<String, Object> metricStat(MetricStatistic statistic) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("Namespace", statistic.metric().namespace());
    metric.put("MetricName", statistic.metric().name());
    metric.put("Dimensions", dimensions(statistic.metric()));
    Map<String, Object> metricStat = new LinkedHashMap<>();
    metricStat.put("Metric", metric);
    metricStat.put("Period", statistic.periodSeconds());
    metricStat.put("Stat", statistic.statistic());
    return metricStat;
  }

  private static List<Object> dimensions(MetricId metric) {
    List<Object> dimensions = new ArrayList<>();
    metric
        .dimensions()
        .forEach(
            dimension -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("Name", dimension.name());
              one.put("Value", dimension.value());
              dimensions.add(one);
            });
    return dimensions;
  }
}
