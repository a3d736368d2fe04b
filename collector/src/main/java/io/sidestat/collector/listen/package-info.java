/**
 * Sockets in, bytes on: reads datagrams (UDP, Unix) and lines of connections (TCP) and hands their
 * bytes to {@code protocol}. Owns the one thread that everything up to {@code aggregate} runs on,
 * {@code sidestat-receive}, which is Netty's. What the kernel drops before we read it is told by
 * {@link io.sidestat.collector.listen.ListenerStatus}.
 */
@NullMarked
package io.sidestat.collector.listen;

import org.jspecify.annotations.NullMarked;
