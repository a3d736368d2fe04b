import com.timgroup.statsd.NonBlockingStatsDClient;

/** What java-statsd-client can send. */
final class Scenario {
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    NonBlockingStatsDClient client = new NonBlockingStatsDClient("shop.api", "127.0.0.1", port);

    client.recordExecutionTime("time", 12);
    client.recordExecutionTime("time", 0);
    client.recordExecutionTime("time", 3_600_000);
    client.recordExecutionTime("time", Long.MAX_VALUE);
    client.recordExecutionTime("time", 12, 0.5);

    client.increment("hits");
    client.decrement("hits");
    client.count("hits", 5);
    client.count("hits", 5, 0.5);
    client.count("hits", 5, 0.00001);
    client.count("hits", 1, 1.0 / 3);

    client.gauge("queue", 333);
    client.gauge("queue", 0);
    client.gauge("queue", -3);
    client.gauge("queue", 0.25);
    client.gauge("queue", -0.5);
    client.gauge("queue", 1e-7);
    client.gauge("queue", 123_456_789_012_345_678.0);
    client.gauge("queue", 1e21);
    client.recordGaugeDelta("queue", 4);
    client.recordGaugeDelta("queue", -10);
    client.recordGaugeDelta("queue", 0);
    client.recordGaugeDelta("queue", 0.5);

    client.set("users", "user-42");
    client.set("users", "fe80::1");
    client.set("users", "a b,c#d;e=f");
    client.set("users", "größer");
    client.stop();

    NonBlockingStatsDClient bare = new NonBlockingStatsDClient("", "127.0.0.1", port);
    bare.recordExecutionTime("name with a blank", 12);
    bare.recordExecutionTime("orders,region=eu", 12);
    bare.recordExecutionTime("größe", 12);
    bare.stop();
  }
}
