import com.timgroup.statsd.NonBlockingStatsDClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends what a script says by java-statsd-client: {@code Load SCRIPT PORT}. It has no tags: the
 * script has them in the names.
 */
final class Load {
  public static void main(String[] arguments) throws Exception {
    NonBlockingStatsDClient client =
        new NonBlockingStatsDClient("", "127.0.0.1", Integer.parseInt(arguments[1]));
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] fields = line.split("\t", -1);
      send(client, fields[0], fields[1], fields[2], Double.parseDouble(fields[3]));
    }
    client.stop();
  }

  private static void send(
      NonBlockingStatsDClient client, String op, String name, String value, double rate) {
    switch (op) {
      case "time" -> client.recordExecutionTime(name, Long.parseLong(value), rate);
      case "count" -> client.count(name, Long.parseLong(value), rate);
      case "gauge" -> client.recordGaugeValue(name, Long.parseLong(value));
      case "step" -> client.recordGaugeDelta(name, Long.parseLong(value));
      case "set" -> client.recordSetEvent(name, value);
      default -> throw new IllegalArgumentException("no such operation: " + op);
    }
  }
}
