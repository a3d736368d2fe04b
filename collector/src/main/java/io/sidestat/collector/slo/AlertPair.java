package io.sidestat.collector.slo;

/**
 * Two windows that the burn rate must be too high over before anyone is paged: the long one, that
 * it matters; the short one, that it still goes on.
 *
 * <p>Windows and shares of the budget: Google's Site Reliability Workbook, chapter 5, "Alerting on
 * SLOs", as others quote it, read 2026-11-26. Its third pair, 10 % in three days, is for a ticket
 * and left out.
 */
enum AlertPair {
  FAST("fast", 3600, 300, 2),
  SLOW("slow", 21_600, 1800, 5);

  private final String label;
  private final int longSeconds;
  private final int shortSeconds;
  private final int budgetPercent;

  AlertPair(String label, int longSeconds, int shortSeconds, int budgetPercent) {
    this.label = label;
    this.longSeconds = longSeconds;
    this.shortSeconds = shortSeconds;
    this.budgetPercent = budgetPercent;
  }

  String label() {
    return label;
  }

  int longSeconds() {
    return longSeconds;
  }

  int shortSeconds() {
    return shortSeconds;
  }

  /** How much of the budget may be spent in the long window before someone is paged. */
  int budgetPercent() {
    return budgetPercent;
  }

  /** A window for people: {@code 5 min}, {@code 6 h}. */
  static String words(int seconds) {
    return seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
