/**
 * Reads the JSON configuration of Amazon's CloudWatch agent and makes ours of its StatsD section.
 * Each key in it is translated or told of, by its path: none is passed over. Touches nothing but
 * what it is given. On the command's thread.
 */
@NullMarked
package io.sidestat.collector.cli.agent;

import org.jspecify.annotations.NullMarked;
