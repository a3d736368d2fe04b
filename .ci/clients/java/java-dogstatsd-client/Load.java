import com.timgroup.statsd.NonBlockingStatsDClientBuilder;
import com.timgroup.statsd.StatsDClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends what a script says by DataDog's client: {@code Load SCRIPT PORT}. It waits where it would
 * drop what is past the 4096 samples that may wait, and adds nothing up before it sends.
 */
final class Load {
  public static void main(String[] arguments) throws Exception {
    try (StatsDClient client =
        new NonBlockingStatsDClientBuilder()
            .hostname("127.0.0.1")
            .port(Integer.parseInt(arguments[1]))
            .blocking(true)
            .enableAggregation(false)
            .build()) {
      for (String line : Files.readAllLines(Path.of(arguments[0]))) {
        String[] fields = line.split("\t", -1);
        String[] tags =
            fields[4].isEmpty() ? new String[0] : new String[] {fields[4] + ":" + fields[5]};
        send(client, fields[0], fields[1], fields[2], Double.parseDouble(fields[3]), tags);
      }
    }
  }

  private static void send(
      StatsDClient client, String op, String name, String value, double rate, String[] tags) {
    switch (op) {
      case "time" -> client.recordExecutionTime(name, Long.parseLong(value), rate, tags);
      case "count" -> client.count(name, Long.parseLong(value), rate, tags);
      case "gauge" -> client.gauge(name, Long.parseLong(value), tags);
      case "set" -> client.recordSetValue(name, value, tags);
      case "histogram" -> client.histogram(name, Double.parseDouble(value), tags);
      default -> throw new IllegalArgumentException("no such operation: " + op);
    }
  }
}
