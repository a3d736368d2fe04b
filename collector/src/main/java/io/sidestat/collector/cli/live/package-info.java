/** What the watched series did, second by second, for a page or a terminal. */
@NullMarked
package io.sidestat.collector.cli.live;

import org.jspecify.annotations.NullMarked;
