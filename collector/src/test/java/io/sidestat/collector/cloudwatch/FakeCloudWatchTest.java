package io.sidestat.collector.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stand-in refuses, so that a test that it accepts something means something. */
final class FakeCloudWatchTest {
  private static final CBORMapper CBOR = new CBORMapper();
  private static final List<Object> NO_DIMENSIONS = List.of();

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  /** A request and how it is to be answered: "" if it is accepted. */
  record Case(String what, String code, String namespace, List<Map<String, Object>> datums) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Case> cases() {
    double tooOld = System.currentTimeMillis() / 1000.0 - 15 * 86_400;
    List<Object> repeated = List.of(dimension("a", "1"), dimension("a", "2"));
    List<Object> tooMany = new ArrayList<>();
    for (int i = 0; i <= 30; i++) {
      tooMany.add(dimension("d" + i, "v"));
    }
    String invalid = "InvalidParameterValue";
    return List.of(
        of("value", "", with("Value", 1)),
        of("values without counts", "", with("Values", List.of(1, 2))),
        of("statistics beside values", "", statistics(with("Values", List.of(1, 2)), 1, 2)),
        of("values at the limit", "", with("Values", Collections.nCopies(150, 1))),
        new Case("no datum", invalid, "Test", List.of()),
        new Case("too many", invalid, "Test", Collections.nCopies(1001, with("Value", 1))),
        new Case("Amazon's namespace", invalid, "AWS/EC2", List.of(with("Value", 1))),
        new Case("space in namespace", invalid, "My App", List.of(with("Value", 1))),
        of("too many values", invalid, with("Values", Collections.nCopies(151, 1))),
        of("no values", invalid, with("Values", List.of())),
        of("other length", invalid, with("Values", List.of(1, 2), "Counts", List.of(1))),
        of("not a number", invalid, with("Value", Double.NaN)),
        of("infinite", invalid, with("Values", List.of(Double.POSITIVE_INFINITY))),
        of("beyond 2^360", invalid, with("Value", -Math.pow(2, 361))),
        of("nothing to tell", "MissingParameter", with("Unit", "Count")),
        of("both", "InvalidParameterCombination", with("Value", 1, "Values", List.of(1))),
        of("value and set", "InvalidParameterCombination", statistics(with("Value", 1), 1, 2)),
        of("min above max", invalid, statistics(with("Unit", "Count"), 2, 1)),
        of("unknown unit", invalid, with("Value", 1, "Unit", "Parsecs")),
        of("resolution", invalid, with("Value", 1, "StorageResolution", 5)),
        of("too old", invalid, with("Value", 1, "Timestamp", tooOld)),
        of("blank name", invalid, with("Value", 1, "MetricName", " ")),
        of("long name", invalid, with("Value", 1, "MetricName", "n".repeat(256))),
        of("colon", invalid, dimensions(dimension(":a", "1"))),
        of("empty value", invalid, dimensions(dimension("a", ""))),
        of("not ASCII", invalid, dimensions(dimension("a", "\u00e9"))),
        of("long value", invalid, dimensions(dimension("a", "v".repeat(1025)))),
        of("repeated", invalid, with("Value", 1, "Dimensions", repeated)),
        of("31 dimensions", invalid, with("Value", 1, "Dimensions", tooMany)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void put_eachRule_isAnsweredAsCloudWatchDoes(Case one) throws Exception {
    HttpResponse<byte[]> answer =
        put(
            CBOR.writeValueAsBytes(
                Map.of("Namespace", one.namespace(), "MetricData", one.datums())));

    assertEquals("rpc-v2-cbor", answer.headers().firstValue("smithy-protocol").orElse(""));
    JsonNode content = CBOR.readTree(answer.body());
    if (one.code().isEmpty()) {
      assertEquals(200, answer.statusCode(), content::toString);
      assertEquals(0, content.size());
      assertEquals(1, cloudWatch.metrics().size());
    } else {
      assertEquals(400, answer.statusCode());
      assertEquals("com.amazonaws.cloudwatch#" + one.code(), content.path("__type").asText());
      assertEquals(
          one.code() + ";Sender", answer.headers().firstValue("x-amzn-query-error").orElse(""));
      assertTrue(cloudWatch.metrics().isEmpty());
    }
  }

  @Test
  void put_oneOfTwoInvalid_takesNeither() throws Exception {
    List<Map<String, Object>> datums = List.of(with("Value", 1), with("Value", Double.NaN));

    int status =
        put(CBOR.writeValueAsBytes(Map.of("Namespace", "Test", "MetricData", datums))).statusCode();

    assertEquals(400, status);
    assertTrue(cloudWatch.metrics().isEmpty());
  }

  @Test
  void put_over1Megabyte_isTooLarge() throws Exception {
    assertEquals(413, put(new byte[1_000_001]).statusCode());
  }

  @Test
  void put_indefiniteLengthsAndTaggedTimestamp_areRead() throws Exception {
    assertEquals(200, put(indefinite()).statusCode());

    ReceivedDatum datum = cloudWatch.requests().get(0).datums().get(0);
    assertArrayEquals(new double[] {1.5, 2.5}, datum.values());
    assertArrayEquals(new double[] {1, 1}, datum.counts());
    assertEquals(0, datum.timestampEpochMillis() % 500);
  }

  @Test
  void percentile_severalDatums_isByNearestRank() throws Exception {
    List<Map<String, Object>> datums =
        List.of(
            with("Values", List.of(10, 20), "Counts", List.of(90, 5)),
            with("Values", List.of(20, 30), "Counts", List.of(4, 1)));
    assertEquals(
        200,
        put(CBOR.writeValueAsBytes(Map.of("Namespace", "Test", "MetricData", datums)))
            .statusCode());

    HeldMetric held = cloudWatch.metric(new MetricKey("Test", "m", "None", Map.of()));

    assertEquals(10, held.percentile(90).orElseThrow());
    assertEquals(20, held.percentile(90.1).orElseThrow());
    assertEquals(20, held.percentile(99).orElseThrow());
    assertEquals(30, held.percentile(100).orElseThrow());
    assertEquals(100, held.statistics().count());
    assertEquals(1110, held.statistics().sum());
  }

  /** A request as the SDK may write it, of lists and maps without a length. */
  private static byte[] indefinite() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator generator = new CBORFactory().createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeStringField("Namespace", "Test");
      generator.writeArrayFieldStart("MetricData");
      generator.writeStartObject();
      generator.writeStringField("MetricName", "m");
      generator.writeFieldName("Timestamp");
      generator.writeTag(1);
      generator.writeNumber(Math.floorDiv(System.currentTimeMillis(), 1000L) + 0.5);
      generator.writeArrayFieldStart("Values");
      generator.writeNumber(1.5f);
      generator.writeNumber(2.5);
      generator.writeEndArray();
      generator.writeEndObject();
      generator.writeEndArray();
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private HttpResponse<byte[]> put(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                cloudWatch
                    .endpoint()
                    .resolve("/service/GraniteServiceVersion20100801/operation/PutMetricData"))
            .header("smithy-protocol", "rpc-v2-cbor")
            .header("content-type", "application/cbor")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Case of(String what, String code, Map<String, Object> datum) {
    return new Case(what, code, "Test", List.of(datum));
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> datum = new LinkedHashMap<>();
    datum.put("MetricName", "m");
    datum.put("Dimensions", NO_DIMENSIONS);
    datum.put(name, value);
    return datum;
  }

  private static Map<String, Object> with(String name, Object value, String other, Object its) {
    Map<String, Object> datum = with(name, value);
    datum.put(other, its);
    return datum;
  }

  private static Map<String, Object> statistics(Map<String, Object> datum, int min, int max) {
    datum.put(
        "StatisticValues", Map.of("SampleCount", 2, "Sum", 3, "Minimum", min, "Maximum", max));
    return datum;
  }

  private static Map<String, Object> dimensions(Map<String, String> dimension) {
    return with("Value", 1, "Dimensions", List.of(dimension));
  }

  private static Map<String, String> dimension(String name, String value) {
    return Map.of("Name", name, "Value", value);
  }
}
