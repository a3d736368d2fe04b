/** What the admin server answers of the collector, each under a path of its own. */
@NullMarked
package io.sidestat.collector.cli.api;

import org.jspecify.annotations.NullMarked;
