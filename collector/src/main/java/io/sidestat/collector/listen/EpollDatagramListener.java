package io.sidestat.collector.listen;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.config.SourceNetworks;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datagram socket of Linux's, UDP's or Unix's, on Netty's epoll loop, read by one recv call for
 * each datagram and parsed in batches. Receives without allocating: the bytes are copied once, into
 * an array that the parser reads at full speed, and no sender's address is asked for, unless
 * samples are taken from some networks only: then Netty makes an address for each datagram. Why not
 * recvmmsg, and why no filter in the kernel: decision 6.
 *
 * <p>Made anywhere; used by the owner thread alone from its registration on.
 */
final class EpollDatagramListener implements EpollIoHandle, Listener {
  /** So many datagrams, then the thread looks at its other sockets and at the clock. */
  private static final int DATAGRAMS_A_TURN = 1_024;

  /** Datagrams received before they are parsed, and bytes: what the nearest cache holds. */
  private static final int BATCH_DATAGRAMS = 256;

  private static final int BATCH_BYTES = 16_384;

  /** One more than a datagram may have, so that a longer one is told. */
  private static final int DATAGRAM_BYTES = DatagramParser.DATAGRAM_BYTES_MAX + 1;

  /** The last datagram of a batch may be a large one. */
  private static final int BUFFER_BYTES = BATCH_BYTES + DATAGRAM_BYTES;

  private static final Logger log = LoggerFactory.getLogger(EpollDatagramListener.class);

  private final String address;
  private final Socket socket;
  private final DatagramParser parser;
  private final Runnable beforeParsing;
  private final SourceGate gate;
  private final Runnable afterClose;
  private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final long receivedAddress = Buffer.memoryAddress(received);
  private final byte[] bytes = new byte[BUFFER_BYTES];

  /** Where the datagrams of a batch end; each starts where the one before ends. */
  private final int[] ends = new int[BATCH_DATAGRAMS];

  /** Null for a Unix socket: where it is full its senders are told, and nothing is dropped. */
  private final @Nullable SocketMemory memory;

  private @Nullable IoRegistration registration;

  /** Refused ones too. */
  private long datagrams;

  private boolean failing;

  private EpollDatagramListener(
      ReceiveLoop loop,
      String address,
      Socket socket,
      @Nullable SocketMemory memory,
      DatagramParser parser,
      SourceGate gate,
      Runnable afterClose) {
    this.address = address;
    this.socket = socket;
    this.parser = parser;
    this.beforeParsing = loop.beforeParsing();
    this.gate = gate;
    this.afterClose = afterClose;
    this.memory = memory;
  }

  /** Binds to a UDP address and begins to receive. */
  static EpollDatagramListener udp(
      ReceiveLoop loop, InetSocketAddress address, ListenConfig config, DatagramParser parser)
      throws IOException {
    Socket socket = LinuxSocket.newSocketDgram(address.getAddress() instanceof Inet6Address);
    try {
      SocketMemory.askReceiveBuffer(socket, Math.toIntExact(config.receiveBufferBytes()));
      socket.bind(address);
      return onUdp(loop, socket, parser, config.allow());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Makes a Unix socket and begins to receive; its file goes when the listener is closed. */
  static EpollDatagramListener unix(
      ReceiveLoop loop, Path path, ListenConfig config, DatagramParser parser) throws IOException {
    UnixSocketFile file = new UnixSocketFile(path);
    Socket socket = Socket.newSocketDomainDgram();
    try {
      file.bind(socket, config.unixMode(), config.unixOwner());
      return register(loop, ofUnix(loop, "unix:" + path, socket, parser, file::delete));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Begins to receive on a bound UDP socket. */
  static EpollDatagramListener onUdp(
      ReceiveLoop loop, Socket socket, DatagramParser parser, SourceNetworks allowed)
      throws IOException {
    String address = Binding.text("udp", socket.localAddress());
    SocketMemory memory = new SocketMemory(socket);
    SourceGate gate = new SourceGate(allowed);
    return register(
        loop, new EpollDatagramListener(loop, address, socket, memory, parser, gate, () -> {}));
  }

  /** Begins to receive on a bound Unix socket, whose file is somebody else's. */
  static EpollDatagramListener onUnix(ReceiveLoop loop, Socket socket, DatagramParser parser)
      throws IOException {
    String address = "unix:" + socket.localDomainSocketAddress().path();
    return register(loop, ofUnix(loop, address, socket, parser, () -> {}));
  }

  /** Who may send is said by the file's mode. */
  private static EpollDatagramListener ofUnix(
      ReceiveLoop loop, String address, Socket socket, DatagramParser parser, Runnable afterClose) {
    SourceGate open = new SourceGate(SourceNetworks.ALL);
    return new EpollDatagramListener(loop, address, socket, null, parser, open, afterClose);
  }

  private static EpollDatagramListener register(ReceiveLoop loop, EpollDatagramListener listener)
      throws IOException {
    try {
      listener.registration = loop.thread().register(listener).syncUninterruptibly().getNow();
      listener.registration.submit(EpollIoOps.EPOLLIN);
      return listener;
    } catch (Exception e) {
      listener.close();
      // Netty throws what register failed with unchecked, and undeclared.
      throw new IOException("the socket cannot be waited on: " + e.getMessage(), e);
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    try {
      receive();
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        log.error("receiving fails; said once, goes on: address={}", address, e);
      }
    } catch (Error e) {
      // Netty would end the thread and nobody would know.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private void receive() throws IOException {
    long turnEnds = datagrams + DATAGRAMS_A_TURN;
    boolean more = true;
    while (more && datagrams < turnEnds) {
      more = batch();
    }
  }

  /** Receives a batch and parses it; answers whether there may be more. */
  private boolean batch() throws IOException {
    boolean anySource = gate.open();
    int read = 0;
    int count = 0;
    int end = 0;
    int length = -1;
    try {
      // Empty and refused ones fill no buffer, so all that are read are counted: it must end.
      while (length != 0 && read < BATCH_DATAGRAMS && end < BATCH_BYTES) {
        length =
            anySource
                ? socket.recvAddress(receivedAddress, end, end + DATAGRAM_BYTES)
                : receiveAllowed(end);
        // An empty datagram is answered as -1.
        read += length == 0 ? 0 : 1;
        if (length > 0) {
          end += length;
          ends[count] = end;
          count++;
        }
      }
    } finally {
      datagrams += read;
      parse(count);
    }
    return length != 0;
  }

  /** Answers as {@code recvAddress} does, and for a refused datagram as for an empty one. */
  private int receiveAllowed(int end) throws IOException {
    DatagramSocketAddress sender =
        socket.recvFromAddress(receivedAddress, end, end + DATAGRAM_BYTES);
    if (sender == null) {
      return 0;
    }
    int length = sender.receivedAmount();
    return gate.admit(sender.getAddress()) && length > 0 ? length : -1;
  }

  private void parse(int count) {
    int start = 0;
    if (count > 0) {
      beforeParsing.run();
      received.get(0, bytes, 0, ends[count - 1]);
    }
    for (int i = 0; i < count; i++) {
      parser.parse(bytes, start, ends[i] - start);
      start = ends[i];
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public ListenerStatus status() {
    return new ListenerStatus(
        address,
        datagrams - gate.refused(),
        memory == null ? OptionalLong.empty() : memory.drops(),
        memory == null ? OptionalLong.empty() : memory.receiveBufferBytes(),
        0,
        gate.refusedDatagrams());
  }

  @Override
  public void close() throws IOException {
    if (socket.isOpen()) {
      if (registration != null) {
        registration.cancel();
      }
      socket.close();
      afterClose.run();
    }
  }
}
