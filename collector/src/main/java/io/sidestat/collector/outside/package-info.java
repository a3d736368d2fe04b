/**
 * What lies around the collector and is neither StatsD nor CloudWatch: the EC2 instance it runs on,
 * asked by {@link io.sidestat.collector.outside.InstanceDimensions} on the daemon thread {@code
 * sidestat-metadata}; and systemd, told by {@link
 * io.sidestat.collector.outside.SystemdNotification} on any thread and by {@link
 * io.sidestat.collector.outside.Watchdog} on {@code sidestat-watchdog}; and the kernel's scheduler,
 * by {@link io.sidestat.collector.outside.LowPriority}. Nothing waits for an answer, and what is
 * answered is checked before it is used. Drops what systemd does not take.
 */
@NullMarked
package io.sidestat.collector.outside;

import org.jspecify.annotations.NullMarked;
