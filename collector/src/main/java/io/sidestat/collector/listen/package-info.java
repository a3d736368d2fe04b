/**
 * Sockets in, bytes on: reads datagrams and hands each one's bytes to {@code protocol}. Owns the
 * one thread that everything up to {@code aggregate} runs on, {@code sidestat-receive}. The only
 * room that knows Netty. What the kernel drops before we read it is not seen here yet.
 */
@NullMarked
package io.sidestat.collector.listen;

import org.jspecify.annotations.NullMarked;
