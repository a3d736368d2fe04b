/**
 * The settings: records read once, at start, from a YAML file, the environment (with a {@code .env}
 * file under it) and the command's flags. Everything comes in as data; nothing here reads the
 * process's environment. {@link io.sidestat.collector.config.Setting} is the one table of keys,
 * names, defaults and allowed values, and {@link io.sidestat.collector.config.ConfigLoader} the one
 * way from the sources to a {@link io.sidestat.collector.config.CollectorConfig}.
 *
 * <p>Used by the starting thread only; the records are immutable and may go anywhere. Nothing is
 * dropped in silence: what cannot be read is a {@link io.sidestat.collector.config.Mistake}, and
 * all of them are reported at once.
 */
@NullMarked
package io.sidestat.collector.config;

import org.jspecify.annotations.NullMarked;
