package io.sidestat.client;

/**
 * Counts distinct members: {@code name:member|s}. Made by {@link SidestatClient#set(String,
 * String...)}. Immutable and thread-safe; no method blocks or throws.
 */
public final class UniqueSet {

  private final Intake intake;
  private final Series series;

  UniqueSet(Intake intake, Series series) {
    this.intake = intake;
    this.series = series;
  }

  /**
   * Adds a member.
   *
   * @param member as text; {@code |} and control characters become {@code _}; null is dropped as
   *     {@link DropReason#INVALID}
   */
  public void add(String member) {
    if (member == null) {
      intake.refuse(series, "a member", null);
    } else {
      intake.add(series, WireText.setMember(member));
    }
  }
}
