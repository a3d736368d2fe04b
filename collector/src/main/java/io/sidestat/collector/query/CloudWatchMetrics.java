package io.sidestat.collector.query;

import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.publish.Caller;
import io.sidestat.collector.publish.SdkProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Reads what was measured from CloudWatch, with GetMetricData. What passes, such as throttling, is
 * asked again by the SDK, {@value #ATTEMPTS_MAX} times in all; a question takes no longer than a
 * minute.
 *
 * <p>Source of the limits: GetMetricData, CloudWatch API reference, read 26 Nov 2026.
 */
public final class CloudWatchMetrics implements MetricReader {
  static final int ATTEMPTS_MAX = 5;

  /** Of one request. */
  private static final int QUERIES_MAX = 500;

  /** Far more than 500 queries of 1,440 points each fill. */
  private static final int PAGES_MAX = 100;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private final Optional<URI> endpoint;
  private final Optional<String> region;
  private @Nullable CloudWatchClient client;

  /**
   * A reader; nothing is asked of AWS yet.
   *
   * @param endpoint in place of the SDK's own
   * @param region in place of what the SDK finds
   */
  public CloudWatchMetrics(Optional<URI> endpoint, Optional<String> region) {
    this.endpoint = endpoint;
    this.region = region;
  }

  @Override
  public List<SortedMap<Long, Double>> read(
      List<MetricQuestion> questions, TimeRange range, Duration period) throws MetricReadException {
    List<SortedMap<Long, Double>> answers = new ArrayList<>();
    try {
      for (int from = 0; from < questions.size(); from += QUERIES_MAX) {
        int to = Math.min(questions.size(), from + QUERIES_MAX);
        answers.addAll(readSome(questions.subList(from, to), range, period));
      }
    } catch (AwsServiceException e) {
      throw ReadFailures.ofService(e, Caller.of(client().serviceClientConfiguration()));
    } catch (SdkException e) {
      throw ReadFailures.ofClient(e);
    }
    return answers;
  }

  private List<SortedMap<Long, Double>> readSome(
      List<MetricQuestion> questions, TimeRange range, Duration period) throws MetricReadException {
    List<MetricDataQuery> queries = new ArrayList<>();
    Map<String, SortedMap<Long, Double>> valuesById = new HashMap<>();
    for (MetricQuestion question : questions) {
      String id = "q" + queries.size();
      queries.add(query(id, question, period));
      valuesById.put(id, new TreeMap<>());
    }
    String next = null;
    int pages = 0;
    Set<String> partial = new HashSet<>();
    do {
      pages++;
      GetMetricDataResponse page =
          client()
              .getMetricData(
                  GetMetricDataRequest.builder()
                      .metricDataQueries(queries)
                      .startTime(range.from())
                      .endTime(range.to())
                      .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                      .nextToken(next)
                      .build());
      if (next == null && page.metricDataResults().size() < queries.size()) {
        throw new MetricReadException(
            "the answer is not one of CloudWatch's: it answers %d of %d questions; check AWS_ENDPOINT_URL or publish.endpoint"
                .formatted(page.metricDataResults().size(), queries.size()),
            false,
            null);
      }
      for (MetricDataResult result : page.metricDataResults()) {
        take(result, valuesById);
        if (result.statusCode() == StatusCode.PARTIAL_DATA) {
          partial.add(result.id());
        } else {
          partial.remove(result.id());
        }
      }
      if (pages == PAGES_MAX || (next != null && next.equals(page.nextToken()))) {
        throw new MetricReadException(
            "the answer is not one of CloudWatch's: its pages do not end; check AWS_ENDPOINT_URL or"
                + " publish.endpoint",
            false,
            null);
      }
      next = page.nextToken();
    } while (next != null && !next.isEmpty());
    if (!partial.isEmpty()) {
      throw new MetricReadException(
          "CloudWatch answered with a part of the data and named no further page; try again",
          true,
          null);
    }
    return queries.stream().map(query -> valuesById.get(query.id())).toList();
  }

  private static void take(MetricDataResult result, Map<String, SortedMap<Long, Double>> valuesById)
      throws MetricReadException {
    SortedMap<Long, Double> values = valuesById.get(result.id());
    if (values == null || result.timestamps().size() != result.values().size()) {
      throw new MetricReadException(
          "the answer is not one of CloudWatch's: it has what was not asked", false, null);
    }
    if (result.statusCode() == StatusCode.FORBIDDEN) {
      throw new MetricReadException(
          "CloudWatch denies this metric to whoever asks; sidestat iam-policy --for verify prints"
              + " the policy",
          false,
          null);
    }
    if (result.statusCode() == StatusCode.INTERNAL_ERROR) {
      throw new MetricReadException("CloudWatch failed to read a metric; try again", true, null);
    }
    for (int i = 0; i < result.values().size(); i++) {
      Double value = result.values().get(i);
      if (value != null && Double.isFinite(value)) {
        values.put(result.timestamps().get(i).toEpochMilli(), value);
      }
    }
  }

  private static MetricDataQuery query(String id, MetricQuestion question, Duration period) {
    MetricId metric = question.id();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            stat ->
                stat.metric(
                        Metric.builder()
                            .namespace(metric.namespace())
                            .metricName(metric.name())
                            .dimensions(
                                metric.dimensions().stream()
                                    .map(CloudWatchMetrics::dimension)
                                    .toList())
                            .build())
                    .period(Math.toIntExact(period.toSeconds()))
                    .stat(question.statistic().cloudWatchName())
                    .unit(unit(metric)))
        .returnData(true)
        .build();
  }

  /**
   * Latencies in another unit are not what was asked for. Counters are asked for whatever their
   * unit, as dashboards do.
   */
  private static @Nullable StandardUnit unit(MetricId metric) {
    return metric.type() == SeriesType.TIMER ? StandardUnit.fromValue(metric.unit().label()) : null;
  }

  private static Dimension dimension(io.sidestat.collector.model.Dimension dimension) {
    return Dimension.builder().name(dimension.name()).value(dimension.value()).build();
  }

  private CloudWatchClient client() {
    CloudWatchClient current = client;
    if (current == null) {
      CloudWatchClientBuilder builder =
          CloudWatchClient.builder()
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .proxyConfiguration(SdkProxy.configuration(endpoint))
                      .connectionTimeout(CONNECT_TIMEOUT)
                      .socketTimeout(ATTEMPT_TIMEOUT))
              .overrideConfiguration(
                  override ->
                      override
                          .retryStrategy(
                              AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                  .maxAttempts(ATTEMPTS_MAX)
                                  .build())
                          .addExecutionInterceptor(new BoundedAnswers())
                          .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                          .apiCallTimeout(CALL_TIMEOUT));
      endpoint.ifPresent(builder::endpointOverride);
      region.map(Region::of).ifPresent(builder::region);
      current = builder.build();
      client = current;
    }
    return current;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
