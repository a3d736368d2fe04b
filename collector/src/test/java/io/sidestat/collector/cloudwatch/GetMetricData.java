package io.sidestat.collector.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * GetMetricData in Smithy RPC v2 CBOR, a page of a few points at a time, so that whoever asks has
 * to turn pages.
 */
final class GetMetricData {
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final int EPOCH_SECONDS = 1;
  private static final int POINTS_A_PAGE = 50;
  private static final int QUERIES_MAX = 500;

  private GetMetricData() {}

  static byte[] answer(byte[] body, List<ReceivedDatum> datums, Answer answer) throws IOException {
    JsonNode request = CBOR.readTree(body);
    long from = minute(request.path("StartTime").asDouble());
    long to = Math.round(request.path("EndTime").asDouble() * 1000);
    JsonNode queries = request.path("MetricDataQueries");
    if (queries.size() > QUERIES_MAX || from >= to) {
      throw new IllegalArgumentException("not a request: " + request);
    }
    List<MetricData.Question> questions = new ArrayList<>();
    int periodSeconds = 60;
    for (JsonNode query : queries) {
      questions.add(MetricData.Question.of(query));
      periodSeconds = query.path("MetricStat").path("Period").asInt(periodSeconds);
    }
    if (periodSeconds % 60 != 0) {
      throw new IllegalArgumentException("not a period: " + periodSeconds);
    }
    Map<String, SortedMap<Long, Double>> answers =
        new MetricData(datums, from, to).answer(questions, periodSeconds);
    int page = request.path("NextToken").asInt(0);
    return write(questions, answers, page, answer);
  }

  /** CloudWatch rounds the start down to the minute. */
  private static long minute(double epochSecond) {
    return Math.floorDiv((long) epochSecond, 60) * 60_000;
  }

  private static byte[] write(
      List<MetricData.Question> questions,
      Map<String, SortedMap<Long, Double>> answers,
      int page,
      Answer answer)
      throws IOException {
    boolean more = false;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = new CBORFactory().createGenerator(bytes)) {
      cbor.writeStartObject();
      cbor.writeArrayFieldStart("MetricDataResults");
      for (MetricData.Question question : questions) {
        List<Map.Entry<Long, Double>> points =
            new ArrayList<>(answers.getOrDefault(question.id(), new TreeMap<>()).entrySet());
        int from = Math.min(points.size(), page * POINTS_A_PAGE);
        int to = Math.min(points.size(), from + POINTS_A_PAGE);
        more |= to < points.size();
        String status =
            answer.resultStatus().isEmpty()
                ? to < points.size() ? "PartialData" : "Complete"
                : answer.resultStatus();
        result(cbor, question.id(), points.subList(from, to), status, answer.isNotNumbers());
      }
      cbor.writeEndArray();
      cbor.writeArrayFieldStart("Messages");
      cbor.writeEndArray();
      if (answer.isEndlessPages()) {
        cbor.writeStringField("NextToken", "again");
      } else if (more) {
        cbor.writeStringField("NextToken", Integer.toString(page + 1));
      }
      cbor.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void result(
      CBORGenerator cbor,
      String id,
      List<Map.Entry<Long, Double>> points,
      String status,
      boolean notNumbers)
      throws IOException {
    cbor.writeStartObject();
    cbor.writeStringField("Id", id);
    cbor.writeStringField("Label", id);
    cbor.writeArrayFieldStart("Timestamps");
    for (Map.Entry<Long, Double> point : points) {
      cbor.writeTag(EPOCH_SECONDS);
      cbor.writeNumber(point.getKey() / 1000.0);
    }
    cbor.writeEndArray();
    cbor.writeArrayFieldStart("Values");
    for (Map.Entry<Long, Double> point : points) {
      cbor.writeNumber(notNumbers ? Double.NaN : point.getValue());
    }
    cbor.writeEndArray();
    cbor.writeStringField("StatusCode", status);
    cbor.writeEndObject();
  }
}
