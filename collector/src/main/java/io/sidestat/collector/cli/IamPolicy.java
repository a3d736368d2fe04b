package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The least that an identity must be allowed, as a policy of IAM. Actions and the one condition
 * that there is, the namespace of PutMetricData, by the service authorization reference for
 * CloudWatch, read 2026-11-26: none of these actions has a resource to be narrowed to.
 */
final class IamPolicy {
  private IamPolicy() {}

  /** The policy, to be written as JSON. */
  static Map<String, Object> of(CollectorConfig config, Set<IamPurpose> purposes) {
    List<Object> statements = new ArrayList<>();
    if (purposes.contains(IamPurpose.PUBLISH)) {
      statements.add(publish("PublishMetrics", NamespacePatterns.of(config)));
    } else if (purposes.contains(IamPurpose.DOCTOR)) {
      statements.add(publish("PublishTestMetric", NamespacePatterns.own(config)));
    }
    if (purposes.contains(IamPurpose.VERIFY)) {
      statements.add(statement("ReadObjectives", List.of("cloudwatch:GetMetricData")));
    }
    if (purposes.contains(IamPurpose.DOCTOR)) {
      statements.add(
          statement("FindMetrics", List.of("cloudwatch:GetMetricData", "cloudwatch:ListMetrics")));
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return policy;
  }

  private static Map<String, Object> publish(String sid, NamespacePatterns namespaces) {
    Map<String, Object> statement = statement(sid, List.of("cloudwatch:PutMetricData"));
    if (!namespaces.isAnything()) {
      statement.put(
          "Condition",
          Map.of(namespaces.operator(), Map.of("cloudwatch:namespace", namespaces.patterns())));
    }
    return statement;
  }

  private static Map<String, Object> statement(String sid, List<String> actions) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", "Allow");
    statement.put("Action", actions.size() == 1 ? actions.get(0) : actions);
    statement.put("Resource", "*");
    return statement;
  }
}
