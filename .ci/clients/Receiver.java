import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Listens on a free UDP port of the loopback interface and prints the port, then each datagram as a
 * line, its line breaks written {@code \n} and {@code \r}, until a datagram says {@code
 * capture.end}. Fails after 60 s without a datagram.
 */
final class Receiver {
  private static final int SILENCE_MILLIS_MAX = 60_000;
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.setSoTimeout(SILENCE_MILLIS_MAX);
      out.println(socket.getLocalPort());
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      while (true) {
        socket.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (text.equals("capture.end")) {
          return;
        }
        out.println(text.replace("\n", "\\n").replace("\r", "\\r"));
      }
    }
  }
}
