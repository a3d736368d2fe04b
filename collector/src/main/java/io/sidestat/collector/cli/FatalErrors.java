package io.sidestat.collector.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process on an Error, out of memory above all: threads would be missing and nobody would
 * know. What is journaled is safe, and whoever supervises the process starts it again.
 */
final class FatalErrors {
  /** EX_SOFTWARE of sysexits.h. */
  static final int EXIT_CODE = 70;

  private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);

  private FatalErrors() {}

  /** From now on an Error that no thread handles ends the process. */
  static void endOnAny() {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> end(thrown));
  }

  static void end(Throwable thrown) {
    try {
      log.error("fatal, the process ends: exit={}", EXIT_CODE, thrown);
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
