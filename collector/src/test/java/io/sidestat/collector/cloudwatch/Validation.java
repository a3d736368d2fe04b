package io.sidestat.collector.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What PutMetricData refuses; one bad datum refuses the request.
 *
 * <p>Source: PutMetricData, MetricDatum, StatisticSet and Dimension, CloudWatch API reference, 23
 * Nov 2026.
 */
public final class Validation {
  private static final int REQUEST_BYTES_MAX = 1_000_000;
  private static final int DATUMS_MAX = 1000;
  private static final int VALUES_MAX = 150;
  private static final int DIMENSIONS_MAX = 30;
  private static final int NAME_CHARS_MAX = 255;
  private static final int DIMENSION_VALUE_CHARS_MAX = 1024;
  private static final double NUMBER_MAX = Math.pow(2, 360);
  private static final Pattern NAMESPACE = Pattern.compile("[0-9A-Za-z._\\-/#:]{1,255}");
  private static final Duration PAST_MAX = Duration.ofDays(14);
  private static final Duration FUTURE_MAX = Duration.ofHours(2);

  private final Instant now;

  /** A request is refused with this. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Refusal(int status, String code, String message) {
      super(message);
      answer = Answer.error(status, code, message);
    }

    Answer answer() {
      return answer;
    }
  }

  /** Of requests that come at that time. */
  public Validation(Instant now) {
    this.now = now;
  }

  /** Why CloudWatch would refuse the request, a tree of its fields; empty if it would not. */
  public Optional<String> refusal(JsonNode request) {
    try {
      check(request);
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  static void checkSize(int bodyBytes) throws Refusal {
    if (bodyBytes > REQUEST_BYTES_MAX) {
      throw new Refusal(413, "RequestEntityTooLarge", "bytes=" + bodyBytes);
    }
  }

  void check(JsonNode request) throws Refusal {
    String namespace = request.path("Namespace").asText();
    require(
        NAMESPACE.matcher(namespace).matches()
            && !namespace.startsWith("AWS/")
            && !namespace.startsWith(":"),
        () -> "Namespace is invalid: " + namespace);
    JsonNode datums = request.path("MetricData");
    require(
        datums.size() >= 1 && datums.size() <= DATUMS_MAX,
        () -> "The collection MetricData must have 1 to 1000 members: " + datums.size());
    for (JsonNode datum : datums) {
      checkDatum(datum);
    }
  }

  private void checkDatum(JsonNode datum) throws Refusal {
    checkText("MetricName", datum.path("MetricName"), NAME_CHARS_MAX);
    checkDimensions(datum.path("Dimensions"));
    if (datum.has("Timestamp")) {
      double second = datum.path("Timestamp").asDouble(Double.NaN);
      require(
          second >= now.minus(PAST_MAX).getEpochSecond()
              && second <= now.plus(FUTURE_MAX).getEpochSecond(),
          () -> "Timestamp is out of the window: " + second);
    }
    if (datum.has("Unit")) {
      checkUnit(datum.path("Unit").asText());
    }
    int resolution = datum.path("StorageResolution").asInt(60);
    require(
        resolution == 1 || resolution == 60, () -> "StorageResolution is invalid: " + resolution);
    checkContent(datum);
  }

  private static void checkUnit(String label) throws Refusal {
    try {
      Unit.ofLabel(label);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "InvalidParameterValue", "Unit is invalid: " + label);
    }
  }

  private static void checkDimensions(JsonNode dimensions) throws Refusal {
    require(
        dimensions.size() <= DIMENSIONS_MAX, () -> "Dimensions are too many: " + dimensions.size());
    Set<String> names = new HashSet<>();
    for (JsonNode dimension : dimensions) {
      checkText("dimension name", dimension.path("Name"), NAME_CHARS_MAX);
      checkText("dimension value", dimension.path("Value"), DIMENSION_VALUE_CHARS_MAX);
      String name = dimension.path("Name").asText();
      require(!name.startsWith(":"), () -> "dimension name starts with a colon: " + name);
      require(names.add(name), () -> "dimension name comes twice: " + name);
    }
  }

  private static void checkContent(JsonNode datum) throws Refusal {
    boolean value = datum.has("Value");
    boolean values = datum.has("Values");
    boolean statistics = datum.has("StatisticValues");
    if (!value && !values && !statistics) {
      throw new Refusal(400, "MissingParameter", "there is no Value, Values or StatisticValues");
    }
    if ((value && (values || statistics)) || (datum.has("Counts") && !values)) {
      throw new Refusal(
          400, "InvalidParameterCombination", "Value, Values, StatisticValues exclude each other");
    }
    if (value) {
      checkNumber("Value", datum.path("Value"));
    }
    if (values) {
      checkValues(datum.path("Values"), datum.path("Counts"));
    }
    if (statistics) {
      for (String part : new String[] {"SampleCount", "Sum", "Minimum", "Maximum"}) {
        checkNumber(part, datum.path("StatisticValues").path(part));
      }
      double min = datum.path("StatisticValues").path("Minimum").asDouble();
      double max = datum.path("StatisticValues").path("Maximum").asDouble();
      require(min <= max, () -> "Minimum is above Maximum: " + min + ", " + max);
    }
  }

  private static void checkValues(JsonNode values, JsonNode counts) throws Refusal {
    require(
        values.size() >= 1 && values.size() <= VALUES_MAX,
        () -> "The collection Values must have 1 to 150 members: " + values.size());
    require(
        counts.isMissingNode() || counts.size() == values.size(),
        () -> "Values and Counts must be of one length: " + values.size() + ", " + counts.size());
    for (JsonNode number : values) {
      checkNumber("Values", number);
    }
    for (JsonNode number : counts) {
      checkNumber("Counts", number);
      require(number.asDouble() >= 0, () -> "Counts is negative: " + number);
    }
  }

  private static void checkNumber(String what, JsonNode number) throws Refusal {
    double magnitude = Math.abs(number.asDouble());
    // The reference says that values too small are rejected, and not which: strictly, then.
    boolean inRange = magnitude == 0 || (magnitude >= 1 / NUMBER_MAX && magnitude <= NUMBER_MAX);
    require(
        number.isNumber() && inRange, () -> what + " is not a number, or out of range: " + number);
  }

  private static void checkText(String what, JsonNode text, int charsMax) throws Refusal {
    String value = text.asText();
    boolean ascii = value.chars().allMatch(c -> c >= ' ' && c <= '~');
    require(
        text.isTextual() && !value.isBlank() && value.length() <= charsMax && ascii,
        () -> what + " is invalid: " + text);
  }

  private static void require(boolean condition, Supplier<String> message) throws Refusal {
    if (!condition) {
      throw new Refusal(400, "InvalidParameterValue", message.get());
    }
  }
}
