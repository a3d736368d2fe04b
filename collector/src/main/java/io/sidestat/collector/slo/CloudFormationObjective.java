package io.sidestat.collector.slo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An objective of Application Signals as a resource of a CloudFormation template. */
final class CloudFormationObjective {
  private CloudFormationObjective() {}

  static Map<String, Object> of(RequestObjective objective) {
    Map<String, Object> metric = new LinkedHashMap<>();
    // Unlike those of an alarm, these queries have no labels.
    metric.put("TotalRequestCountMetric", CloudFormationTemplate.queries(objective.total(), false));
    metric.put(
        "MonitoredRequestCountMetric",
        Map.of(
            objective.countedAreGood() ? "GoodCountMetric" : "BadCountMetric",
            CloudFormationTemplate.queries(objective.counted(), false)));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Name", objective.name());
    properties.put("Description", objective.description());
    properties.put("RequestBasedSli", Map.of("RequestBasedSliMetric", metric));
    properties.put("Goal", goal(objective));
    properties.put("BurnRateConfigurations", burnRates(objective.window()));
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", "AWS::ApplicationSignals::ServiceLevelObjective");
    resource.put("Properties", properties);
    return resource;
  }

  private static Map<String, Object> goal(RequestObjective objective) {
    Map<String, Object> goal = new LinkedHashMap<>();
    goal.put("AttainmentGoal", PlainNumber.json(objective.target()));
    goal.put("Interval", Map.of("RollingInterval", rolling(objective.window())));
    return goal;
  }

  private static Map<String, Object> rolling(Duration window) {
    long minutes = window.toMinutes();
    Map<String, Object> rolling = new LinkedHashMap<>();
    if (minutes % (24 * 60) == 0) {
      rolling.put("DurationUnit", "DAY");
      rolling.put("Duration", minutes / (24 * 60));
    } else if (minutes % 60 == 0) {
      rolling.put("DurationUnit", "HOUR");
      rolling.put("Duration", minutes / 60);
    } else {
      rolling.put("DurationUnit", "MINUTE");
      rolling.put("Duration", minutes);
    }
    return rolling;
  }

  /** The windows of the alarms, as far as the objective looks back. */
  private static List<Object> burnRates(Duration window) {
    return List.of(AlertPair.values()).stream()
        .filter(pair -> pair.longSeconds() <= window.toSeconds())
        .flatMap(pair -> List.of(pair.longSeconds(), pair.shortSeconds()).stream())
        .<Object>map(seconds -> Map.of("LookBackWindowMinutes", seconds / 60))
        .toList();
  }
}
