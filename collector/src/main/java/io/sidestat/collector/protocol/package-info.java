/**
 * Bytes of datagrams in, samples out. Fed by {@code listen}, hands each sample to {@code
 * aggregate}. Runs on the owner thread, straight over the bytes: no Strings, no exceptions, no
 * allocation. A line that cannot be read is counted by its reason and harms no other line of its
 * datagram.
 */
@NullMarked
package io.sidestat.collector.protocol;

import org.jspecify.annotations.NullMarked;
