package io.sidestat.collector.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was found in the lines received, whatever became of it.
 *
 * @param lines lines that are not empty
 * @param events lines that begin with {@code _e}: recognised, of no further use
 * @param serviceChecks {@code _sc|} lines, likewise
 * @param timestamps {@code |T} fields: recognised; a sample counts when it is received
 * @param unknownFields fields behind a type that are none of those we know, passed over
 * @param samples well-formed samples by type; types that did not occur are absent
 */
public record LineCounts(
    long lines,
    long events,
    long serviceChecks,
    long timestamps,
    long unknownFields,
    Map<SampleType, Long> samples) {

  public LineCounts {
    Map<SampleType, Long> copy = new EnumMap<>(SampleType.class);
    copy.putAll(samples);
    samples = Collections.unmodifiableMap(copy);
  }
}
