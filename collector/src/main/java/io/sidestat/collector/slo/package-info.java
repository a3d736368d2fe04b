/**
 * Objectives: where the metrics they are measured by are in CloudWatch, and what follows from them,
 * which is a dashboard, alarms and verdicts. Reads metrics through {@code query} and writes nothing
 * anywhere; on the caller's thread.
 */
@NullMarked
package io.sidestat.collector.slo;

import org.jspecify.annotations.NullMarked;
