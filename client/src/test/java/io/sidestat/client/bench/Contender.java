package io.sidestat.client.bench;

/** A client with one timer of three tags. Made by its constructor from the receiver's port. */
public interface Contender extends AutoCloseable {

  /** Records a time. */
  void record(long nanos);

  /** Sends what is buffered. */
  @Override
  void close();
}
