/**
 * Filters that record each request of a servlet application into {@link
 * io.sidestat.client.HttpMetrics}: one for {@code jakarta.servlet}, one for {@code javax.servlet}.
 * An application has one of the two APIs, or none; nothing outside this package loads a class of
 * it.
 *
 * <p>The filters run on the server's threads and never disturb a request: they wrap nothing, let
 * exceptions pass as they are, and swallow their own.
 */
package io.sidestat.client.servlet;
