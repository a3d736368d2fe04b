package io.sidestat.collector.slo;

import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alarms in Terraform's JSON syntax, for the provider hashicorp/aws: maps, lists, texts and
 * numbers. In it every text is a template, so dollar and percent signs before a brace are doubled.
 *
 * <p>Arguments of aws_cloudwatch_metric_alarm and aws_cloudwatch_composite_alarm by the provider's
 * documentation and source, read 2026-11-26; escapes as Terraform 1.11.4 reads them.
 */
public final class TerraformDocument {
  private static final String METRIC_ALARM = "aws_cloudwatch_metric_alarm";
  private static final String COMPOSITE_ALARM = "aws_cloudwatch_composite_alarm";

  private final List<String> topics;

  private TerraformDocument(List<String> topics) {
    this.topics = topics.stream().map(TerraformDocument::literal).toList();
  }

  /**
   * The document.
   *
   * @param topics ARNs that alarms that notify tell when they begin and end
   */
  public static Map<String, Object> of(SloAlarms alarms, List<String> topics) {
    TerraformDocument document = new TerraformDocument(topics);
    Map<String, Object> metricAlarms = new LinkedHashMap<>();
    Map<String, Object> composites = new LinkedHashMap<>();
    for (Alarm alarm : alarms.alarms()) {
      if (alarm instanceof Alarm.OfAlarms composite) {
        composites.put(alarm.name().logicalId(), document.composite(composite));
      } else if (alarm instanceof Alarm.OfMetric metric) {
        metricAlarms.put(alarm.name().logicalId(), document.metricAlarm(metric));
      }
    }
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put(METRIC_ALARM, metricAlarms);
    if (!composites.isEmpty()) {
      resource.put(COMPOSITE_ALARM, composites);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("resource", resource);
    return root;
  }

  private Map<String, Object> composite(Alarm.OfAlarms alarm) {
    Map<String, Object> arguments = common(alarm);
    arguments.put("alarm_rule", literal(alarm.rule()));
    arguments.put(
        "depends_on",
        alarm.groups().stream()
            .flatMap(List::stream)
            .map(name -> METRIC_ALARM + "." + name.logicalId())
            .toList());
    return arguments;
  }

  private Map<String, Object> metricAlarm(Alarm.OfMetric alarm) {
    Map<String, Object> arguments = common(alarm);
    if (alarm.watched() instanceof Calculation calculation) {
      arguments.put("metric_query", queries(calculation));
    } else if (alarm.watched() instanceof MetricStatistic statistic) {
      putMetric(arguments, statistic.metric());
      arguments.put(
          statistic.isExtended() ? "extended_statistic" : "statistic",
          literal(statistic.statistic()));
      if (statistic.isExtended()) {
        arguments.put("evaluate_low_sample_count_percentiles", "ignore");
      }
      arguments.put("period", statistic.periodSeconds());
    }
    arguments.put("comparison_operator", alarm.comparison().operator());
    arguments.put("threshold", PlainNumber.json(alarm.threshold()));
    arguments.put("evaluation_periods", alarm.periods());
    arguments.put("datapoints_to_alarm", alarm.breaches());
    arguments.put("treat_missing_data", alarm.missingData());
    return arguments;
  }

  private Map<String, Object> common(Alarm alarm) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("alarm_name", literal(alarm.name().text()));
    arguments.put("alarm_description", literal(alarm.description()));
    if (alarm.notifies() && !topics.isEmpty()) {
      arguments.put("alarm_actions", topics);
      arguments.put("ok_actions", topics);
    }
    return arguments;
  }

  private static List<Object> queries(Calculation calculation) {
    List<Object> queries = new ArrayList<>();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", "result");
    result.put("expression", literal(calculation.expression()));
    result.put("label", literal(calculation.label()));
    result.put("return_data", true);
    queries.add(result);
    calculation
        .inputById()
        .forEach(
            (id, statistic) -> {
              Map<String, Object> metric = new LinkedHashMap<>();
              putMetric(metric, statistic.metric());
              metric.put("stat", literal(statistic.statistic()));
              metric.put("period", statistic.periodSeconds());
              Map<String, Object> query = new LinkedHashMap<>();
              query.put("id", id);
              query.put("metric", metric);
              query.put("return_data", false);
              queries.add(query);
            });
    return queries;
  }

  private static void putMetric(Map<String, Object> arguments, MetricId metric) {
    Map<String, Object> dimensions = new LinkedHashMap<>();
    metric
        .dimensions()
        .forEach(
            dimension -> dimensions.put(literal(dimension.name()), literal(dimension.value())));
    arguments.put("namespace", literal(metric.namespace()));
    arguments.put("metric_name", literal(metric.name()));
    arguments.put("dimensions", dimensions);
  }

  /** The text as a template that means it. */
  private static String literal(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }
}
