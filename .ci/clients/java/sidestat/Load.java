import io.sidestat.client.SidestatClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends what a script says by Sidestat's own client: {@code Load SCRIPT PORT}. */
final class Load {
  public static void main(String[] arguments) throws Exception {
    try (SidestatClient client =
        SidestatClient.builder().port(Integer.parseInt(arguments[1])).build()) {
      for (String line : Files.readAllLines(Path.of(arguments[0]))) {
        String[] fields = line.split("\t", -1);
        String[] tags =
            fields[4].isEmpty() ? new String[0] : new String[] {fields[4], fields[5]};
        send(client, fields[0], fields[1], fields[2], Double.parseDouble(fields[3]), tags);
      }
    }
  }

  private static void send(
      SidestatClient client, String op, String name, String value, double rate, String[] tags) {
    switch (op) {
      case "time" -> client.timer(name, tags).recordMillis(Double.parseDouble(value));
      case "count" -> client.counter(name, tags).sampleRate(rate).add(Long.parseLong(value));
      case "gauge" -> client.gauge(name, tags).set(Long.parseLong(value));
      case "step" -> client.gauge(name, tags).adjust(Long.parseLong(value));
      case "set" -> client.set(name, tags).add(value);
      default -> throw new IllegalArgumentException("no such operation: " + op);
    }
  }
}
