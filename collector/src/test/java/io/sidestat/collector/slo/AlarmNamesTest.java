package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Names that CloudWatch takes, each once. */
final class AlarmNamesTest {
  private final AlarmNames names = new AlarmNames();

  @Test
  void next_plainName_staysAsItIs() {
    AlarmName name = names.next("ai production /api/x p95 below 500 ms 30d", ": burn rate");

    assertEquals("ai production /api/x p95 below 500 ms 30d: burn rate", name.text());
    assertEquals("AiProductionApiXP95Below500Ms30dBurnRateb74cfdbb", name.logicalId());
  }

  @Test
  void next_sameNameAgain_isNumbered() {
    AlarmName first = names.next("a", ": b");
    AlarmName second = names.next("a", ": b");
    AlarmName third = names.next("a", ": b");

    assertEquals("a: b", first.text());
    assertEquals("a: b (2)", second.text());
    assertEquals("a: b (3)", third.text());
    assertNotEquals(first.logicalId(), second.logicalId());
  }

  @Test
  void next_longNamesThatDifferAtTheEnd_are255CharactersAndStayApart() {
    AlarmName first = names.next("/".repeat(1000) + "1", ": burn rate over 30 min");
    AlarmName second = names.next("/".repeat(1000) + "2", ": burn rate over 30 min");

    assertEquals(255, first.text().length());
    assertTrue(first.text().endsWith(": burn rate over 30 min"), first.text());
    assertNotEquals(first.text(), second.text());
  }

  @Test
  void next_longestNameThatFits_isWhole() {
    String longest = "x".repeat(250);

    assertEquals(longest + ": abc", names.next(longest, ": abc").text());
    assertEquals(255, names.next("y".repeat(251), ": abc").text().length());
  }

  @Test
  void next_quotesAndBackslashes_areReplacedAndStayApart() {
    AlarmName quoted = names.next("/a/\"b\"", "");
    AlarmName escaped = names.next("/a/\\b\\", "");

    assertTrue(quoted.text().startsWith("/a/_b_ ~"), quoted.text());
    assertTrue(escaped.text().startsWith("/a/_b_ ~"), escaped.text());
    assertNotEquals(quoted.text(), escaped.text());
  }

  @Test
  void next_namesOfSignsAlone_haveLogicalIdsOfLettersAndDigits() {
    String signs = names.next("{{/*/}}", "").logicalId();
    String digits = names.next("9lives", "").logicalId();

    assertTrue(signs.matches("[A-Za-z][A-Za-z0-9]*"), signs);
    assertTrue(digits.matches("A9lives[0-9a-f]{8}"), digits);
  }

  @Test
  void next_namesThatDifferInSignsOnly_haveDifferentLogicalIds() {
    assertNotEquals(names.next("/a/b", "").logicalId(), names.next("/a-b", "").logicalId());
  }

  @Test
  void next_sameNameOfAnotherTemplate_hasTheSameLogicalId() {
    new AlarmNames().next("other", "");

    assertEquals(names.next("a", ": b").logicalId(), new AlarmNames().next("a", ": b").logicalId());
  }
}
