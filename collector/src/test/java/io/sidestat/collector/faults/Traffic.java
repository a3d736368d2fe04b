package io.sidestat.collector.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends known samples at a steady rate on a thread of its own, to one life of the collector after
 * the other. Near the end of an interval it pauses, so that a datagram is read in the interval in
 * which it was sent.
 */
final class Traffic implements AutoCloseable {
  private static final long TURN_NANOS = 1_000_000;
  private static final long PAUSE_BEFORE_END_MILLIS = 30;

  private final KnownSamples samples;
  private final long datagramsPerSecond;
  private final long intervalMillis;
  private final SentLog sent = new SentLog();
  private final DatagramSocket socket = new DatagramSocket();
  private final Thread thread = new Thread(this::run, "traffic");
  private volatile boolean closed;

  // Under the monitor.
  private int life;
  private SocketAddress target = new InetSocketAddress(0);
  private boolean sending;
  private String problem = "";

  Traffic(KnownSamples samples, int samplesPerSecond, Duration interval) throws IOException {
    this.samples = samples;
    this.datagramsPerSecond = Math.max(1, samplesPerSecond / KnownSamples.PER_DATAGRAM);
    this.intervalMillis = interval.toMillis();
    thread.start();
  }

  /** From now on sends to a new life of the collector. */
  synchronized void resume(int newLife, int port) {
    life = newLife;
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    sending = true;
  }

  /** Sends no more; when this returns, all that will be sent has been. */
  synchronized void pause() {
    sending = false;
  }

  SentLog sent() {
    return sent;
  }

  /** What went wrong with sending; empty if nothing did. */
  synchronized String problem() {
    return problem;
  }

  private void run() {
    long due = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      // After a pause it goes on at the rate, and does not catch up.
      due = Math.max(due, now - TimeUnit.MILLISECONDS.toNanos(50));
      while (due <= now) {
        sendOne();
        due += TimeUnit.SECONDS.toNanos(1) / datagramsPerSecond;
      }
      LockSupport.parkNanos(TURN_NANOS);
    }
  }

  private synchronized void sendOne() {
    long millis = System.currentTimeMillis();
    long left = intervalMillis - millis % intervalMillis;
    if (!sending || left <= PAUSE_BEFORE_END_MILLIS) {
      return;
    }
    long batch = millis / intervalMillis;
    long firstNumber = (long) sent.size() * KnownSamples.PER_DATAGRAM;
    byte[] bytes = samples.datagram(firstNumber, life, batch).getBytes(StandardCharsets.US_ASCII);
    sent.add(System.nanoTime(), life, batch);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, target));
    } catch (IOException e) {
      problem = "sending failed: " + e;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
