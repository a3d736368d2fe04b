package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.query.JournalQuery;
import io.sidestat.collector.query.Query;
import io.sidestat.collector.query.QueryBounds;
import io.sidestat.collector.query.QueryFigures;
import io.sidestat.collector.query.QueryRow;
import io.sidestat.collector.query.Statistic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sidestat query}: statistics of a metric from the journal. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Prints statistics of a metric from this host's journal.",
      "Works whether the collector runs or not. Series that match are merged as distributions,"
          + " so percentiles are true over any of them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered, with data or without",
      "1:the journal cannot be read",
      "2:a mistake in the call or the configuration"
    })
final class QueryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      AsciiJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, String> environment;
  private final InstantSource clock;

  @Parameters(paramLabel = "METRIC", description = "The metric's name, such as ResponseTime.")
  private String metric = "";

  @Option(
      names = {"--dimension", "-d"},
      paramLabel = "NAME=VALUE",
      description = "Only series with this dimension; may be given several times.")
  private Map<String, String> dimensions = new LinkedHashMap<>();

  @Option(
      names = {"--stat", "-s"},
      paramLabel = "STAT",
      converter = StatisticConverter.class,
      description =
          "p0 to p100 (p95, p99.9), PR(:300) for the percentage up to 300, count, avg, sum, min, max, or CloudWatch's names for them;"
              + " may be given several times. Default: count, avg, p50, p95, p99, max.")
  private List<Statistic> statistics = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "How far to look back: 30s, 15m, 1h, 7d. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ofHours(1);

  @Option(
      names = "--period",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "One row for each such stretch of time. Default: one row over all.")
  private @Nullable Duration period;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "One row for each value of this dimension; may be given several times.")
  private List<String> groupBy = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON: an array with an object for each row.")
  private boolean json;

  @Mixin private ConfigOptions options = ConfigOptions.showing("journal.path");
  @Spec private CommandSpec spec = CommandSpec.create();

  QueryCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    CollectorConfig config = options.load(environment).config();
    Path journal = config.journal().path();
    Grid grid = Grid.within(config.accuracy().relativeError());
    Query query =
        Query.lookingBack(
            metric,
            dimensions,
            groupBy,
            Optional.ofNullable(period),
            since,
            statistics,
            clock.instant());
    try (JournalReader reader = JournalReader.open(journal)) {
      List<QueryRow> rows = new JournalQuery(reader, grid, QueryBounds.NONE).run(query);
      if (json) {
        printJson(query, rows);
      } else if (rows.isEmpty()) {
        sayNothingFound(reader);
      } else {
        printTable(query, rows);
      }
      noteNegative(query, rows);
      return 0;
    } catch (JournalException e) {
      spec.commandLine()
          .getErr()
          .println("sidestat: " + Untrusted.printable(String.valueOf(e.getMessage())));
      return 1;
    }
  }

  private void sayNothingFound(JournalReader reader) throws JournalException {
    String names =
        reader.metricNames().isEmpty()
            ? "none yet"
            : Untrusted.escaped(String.join(", ", reader.metricNames()));
    spec.commandLine()
        .getErr()
        .println(
            "no data for %s%s in that time; metrics in the journal: %s"
                .formatted(
                    Untrusted.escaped(metric),
                    dimensions.isEmpty() ? "" : Untrusted.escaped(dimensions.toString()),
                    names));
  }

  /** What the journal answers and CloudWatch will not must not come as a surprise there. */
  private void noteNegative(Query query, List<QueryRow> rows) {
    boolean percentiles = query.statistics().stream().anyMatch(Statistic::needsDistribution);
    if (percentiles && rows.stream().anyMatch(QueryRow::negative)) {
      spec.commandLine()
          .getErr()
          .println(
              "note: CloudWatch answers no percentiles of %s, since it has negative values; the journal does"
                  .formatted(Untrusted.escaped(metric)));
    }
  }

  private void printTable(Query query, List<QueryRow> rows) {
    List<String> header = new ArrayList<>();
    if (query.period().isPresent()) {
      header.add("start");
    }
    query.groupBy().forEach(name -> header.add(Untrusted.escaped(name)));
    boolean severalNamespaces = rows.stream().map(QueryRow::namespace).distinct().count() > 1;
    if (severalNamespaces) {
      header.add("namespace");
    }
    header.add("unit");
    query.statistics().forEach(statistic -> header.add(statistic.label()));
    TextTable table = new TextTable(header);
    for (QueryRow row : rows) {
      List<String> cells = new ArrayList<>();
      if (query.period().isPresent()) {
        cells.add(Instant.ofEpochMilli(row.startEpochMillis()).toString());
      }
      row.group().forEach(value -> cells.add(Untrusted.escaped(value)));
      if (severalNamespaces) {
        cells.add(Untrusted.escaped(row.namespace()));
      }
      cells.add(row.unit().label());
      row.statistics().forEach(value -> cells.add(number(value)));
      table.add(cells);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.flush();
  }

  /** A counter has no percentiles: "-". */
  private static String number(OptionalDouble value) {
    return value.isPresent() ? TextTable.number(value.getAsDouble()) : "-";
  }

  private void printJson(Query query, List<QueryRow> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(JSON.writeValueAsString(QueryFigures.of(query, rows)));
    out.flush();
  }

  /** Reads a statistic's name. */
  static final class StatisticConverter implements ITypeConverter<Statistic> {
    @Override
    public Statistic convert(String text) {
      try {
        return Statistic.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads a duration such as 15m. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration duration = DurationText.parse(text);
        if (!duration.isZero()) {
          return duration;
        }
      } catch (IllegalArgumentException e) {
        // Said below, as for zero.
      }
      throw new TypeConversionException(
          "not a duration: \"" + text + "\"; such as 30s, 15m, 1h, 7d");
    }
  }
}
