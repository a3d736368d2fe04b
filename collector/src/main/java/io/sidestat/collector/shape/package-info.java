/**
 * From StatsD's names to CloudWatch's metrics: mapping rules, names, dimensions and units of each
 * new series; roll-ups, datums and packed requests of each closed interval. Asked by {@code
 * aggregate}, hands on to {@code journal}. {@link io.sidestat.collector.shape.Shaper} runs on the
 * owner thread, once for each new name; the rest on the cold thread that closes intervals. Drops
 * only what a rule drops: what CloudWatch would refuse is mended.
 */
@NullMarked
package io.sidestat.collector.shape;

import org.jspecify.annotations.NullMarked;
