package io.sidestat.collector.slo;

import java.util.List;

/** An alarm of CloudWatch, in no template's words. Immutable. */
sealed interface Alarm {
  /** PutMetricAlarm and PutCompositeAlarm, API reference, read 2026-11-26. */
  int DESCRIPTION_CHARS_MAX = 1024;

  AlarmName name();

  /** What it means and what to do first; at most {@value #DESCRIPTION_CHARS_MAX} characters. */
  String description();

  /** Whether it tells anyone; one that does not is there for others to refer to. */
  boolean notifies();

  /** How the figure is compared, by CloudWatch's names. */
  enum Comparison {
    ABOVE("GreaterThanThreshold"),
    AT_LEAST("GreaterThanOrEqualToThreshold"),
    BELOW("LessThanThreshold");

    private final String operator;

    Comparison(String operator) {
      this.operator = operator;
    }

    String operator() {
      return operator;
    }
  }

  /**
   * Compares a figure with a threshold.
   *
   * @param periods how many of the latest figures it looks at
   * @param breaches how many of them must be beyond the threshold
   * @param missingIsBreach whether no figure at all counts as one beyond it
   */
  record OfMetric(
      AlarmName name,
      String description,
      Watched watched,
      Comparison comparison,
      double threshold,
      int periods,
      int breaches,
      boolean missingIsBreach,
      boolean notifies)
      implements Alarm {
    public OfMetric {
      checkDescription(description);
    }

    /** How CloudWatch is told what no figure at all means. */
    String missingData() {
      return missingIsBreach ? "breaching" : "notBreaching";
    }
  }

  /**
   * In alarm while all of one of the groups are.
   *
   * @param groups of alarms that tell nobody; at most 100 alarms in all
   */
  record OfAlarms(AlarmName name, String description, List<List<AlarmName>> groups)
      implements Alarm {
    public OfAlarms {
      checkDescription(description);
      groups = groups.stream().map(List::copyOf).toList();
    }

    @Override
    public boolean notifies() {
      return true;
    }

    /** As CloudWatch reads it: {@code (ALARM("a") AND ALARM("b")) OR (ALARM("c"))}. */
    String rule() {
      return String.join(" OR ", groups.stream().map(OfAlarms::all).toList());
    }

    private static String all(List<AlarmName> group) {
      return "("
          + String.join(
              " AND ", group.stream().map(name -> "ALARM(\"" + name.text() + "\")").toList())
          + ")";
    }
  }

  private static void checkDescription(String description) {
    if (description.length() > DESCRIPTION_CHARS_MAX) {
      throw new IllegalArgumentException(
          "description is too long: found=" + description.length() + " characters");
    }
  }
}
