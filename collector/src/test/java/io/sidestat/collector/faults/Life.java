package io.sidestat.collector.faults;

/**
 * One process of the collector.
 *
 * @param firstDatagram sent to it
 * @param endDatagram the first that was not
 * @param safeDatagram the first that may have been lost with it: the end, unless it was killed
 */
record Life(int number, int firstDatagram, int endDatagram, int safeDatagram) {
  boolean wasKilled() {
    return safeDatagram < endDatagram;
  }
}
