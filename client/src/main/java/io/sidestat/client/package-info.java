/**
 * The StatsD client that applications carry. A caller's thread appends a line to a datagram that is
 * being filled (in memory, under a short lock); the thread {@code sidestat-client-sender} sends
 * full datagrams at once and others after the linger time.
 *
 * <p>Nothing here blocks, throws into the application or logs. Memory is bounded; what can not be
 * sent is dropped, counted by reason in {@link io.sidestat.client.ClientStats}, and reported to the
 * application's error handler on the sender's thread. Start at {@link
 * io.sidestat.client.SidestatClient}.
 */
package io.sidestat.client;
