/**
 * What lies around the collector and is neither StatsD nor CloudWatch: the EC2 instance it runs on,
 * asked by {@link io.sidestat.collector.outside.InstanceDimensions} on the daemon thread {@code
 * sidestat-metadata}. Nothing waits for an answer, and what is answered is checked before it is
 * used. Drops nothing.
 */
@NullMarked
package io.sidestat.collector.outside;

import org.jspecify.annotations.NullMarked;
