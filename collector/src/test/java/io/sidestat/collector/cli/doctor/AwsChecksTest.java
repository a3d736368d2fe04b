package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.outside.Reach;
import io.sidestat.collector.publish.ClockSkew;
import io.sidestat.collector.publish.ProbeAnswer;
import io.sidestat.collector.publish.ProbeAnswer.Verdict;
import io.sidestat.collector.query.AwsCredentials;
import io.sidestat.collector.query.AwsRegion;
import io.sidestat.collector.query.CallerIdentity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of what was learned of AWS. */
class AwsChecksTest {
  private static final Optional<AwsRegion> SEOUL =
      Optional.of(
          new AwsRegion("ap-northeast-2", AwsRegion.Source.SETTING, true, Optional.empty()));
  private static final Optional<AwsCredentials> KEY =
      Optional.of(new AwsCredentials(AwsCredentials.Source.ENVIRONMENT, "MPLE", Optional.empty()));
  private static final Optional<CallerIdentity> ROLE =
      Optional.of(
          new CallerIdentity(
              Optional.of("arn:aws:sts::123456789012:assumed-role/web/i-0abc"), "", ""));

  @Test
  void account_allFound_isOk() throws Exception {
    assertEquals(
        """
        ok region: ap-northeast-2, from environment AWS_REGION
        ok credentials: access key ...MPLE, from the environment
        ok identity: arn:aws:sts::123456789012:assumed-role/web/i-0abc
        """,
        account(facts(answer(Verdict.TAKEN)), "", ""));
  }

  @Test
  void account_nothingFound_isWrongTwice() throws Exception {
    String text =
        account(
            new AwsFacts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty()),
            "",
            "");

    assertTrue(text.contains("WRONG region: none found"), text);
    assertTrue(text.contains("WRONG credentials: none found"), text);
    assertFalse(text.contains("identity:"), text);
  }

  @Test
  void region_ofTheDashboardIsAnother_isWrong() throws Exception {
    String text = account(facts(answer(Verdict.TAKEN)), "us-east-1", "");

    assertTrue(
        text.contains(
            "WRONG region: metrics go to ap-northeast-2, and the dashboard looks at us-east-1"),
        text);
    assertFalse(account(facts(answer(Verdict.TAKEN)), "ap-northeast-2", "").contains("WRONG"));
  }

  @Test
  void region_ofTheCollectorIsAnother_countsInItsPlace() throws Exception {
    String text = account(facts(answer(Verdict.TAKEN)), "ap-northeast-2", "us-east-1");

    assertTrue(text.contains("note region: the running collector sends to us-east-1"), text);
    assertTrue(text.contains("WRONG region: metrics go to us-east-1"), text);
  }

  @Test
  void credentials_expired_areWrong() throws Exception {
    AwsFacts facts =
        new AwsFacts(
            SEOUL,
            Optional.of(
                new AwsCredentials(
                    AwsCredentials.Source.PROFILE,
                    "MPLE",
                    Optional.of(Instant.parse("2026-11-26T11:00:00Z")))),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    String text = account(facts, "", "");

    assertTrue(text.contains("WRONG credentials: access key ...MPLE, from the profile"), text);
    assertTrue(text.contains("expired 60 min ago"), text);
  }

  @Test
  void identity_refusedBySts_isWrongUnlessCloudWatchKnowsIt() throws Exception {
    Optional<CallerIdentity> refused =
        Optional.of(
            new CallerIdentity(
                Optional.empty(), "InvalidClientTokenId", "HTTP 403 InvalidClientTokenId"));

    String wrong = account(facts(refused, answer(Verdict.BAD_CREDENTIALS)), "", "");
    String note = account(facts(refused, answer(Verdict.REFUSED_CONTENT)), "", "");

    assertTrue(wrong.contains("WRONG identity: STS refuses the credentials"), wrong);
    assertTrue(wrong.contains("check AWS_ACCESS_KEY_ID"), wrong);
    assertTrue(note.contains("note identity"), note);
  }

  @Test
  void identity_stsOutOfReach_isANote() throws Exception {
    String text =
        account(
            facts(
                Optional.of(new CallerIdentity(Optional.empty(), "", "no answer: refused")),
                answer(Verdict.TAKEN)),
            "",
            "");

    assertTrue(text.contains("note identity: STS does not tell"), text);
  }

  @Test
  void endpoint_eachVerdict_isTold() {
    assertTrue(endpoint(answer(Verdict.DENIED)).startsWith("ok endpoint: https://cw.test answers"));
    assertTrue(endpoint(answer(Verdict.BUSY)).startsWith("note endpoint"));
    assertTrue(endpoint(answer(Verdict.STRANGER)).startsWith("WRONG endpoint"));
  }

  @Test
  void endpoint_unreachable_saysAtWhichStep() {
    assertStep(Reach.Step.NAME, "name servers");
    assertStep(Reach.Step.CONNECTION, "security group");
    assertStep(Reach.Step.TLS, "trust store");
  }

  @Test
  void endpoint_proxyVariableOfOthers_isNoted() {
    String text =
        Given.text(
            new EndpointCheck(
                    facts(answer(Verdict.TAKEN)), Map.of("ALL_PROXY", "http://u:secret@p:1"))
                .findings());

    assertTrue(text.contains("note endpoint: ALL_PROXY is set"), text);
    assertFalse(text.contains("secret"), text);
  }

  @Test
  void clock_skewed_isNotedThenWrong() {
    assertTrue(clock(29).contains("ok clock"));
    assertTrue(clock(30).contains("note clock: this host's clock is 30 s ahead"));
    assertTrue(clock(-300).contains("WRONG clock: this host's clock is 300 s behind"));
  }

  @Test
  void permission_denied_namesIdentityAndStatement() throws Exception {
    Finding finding = permission(facts(answer(Verdict.DENIED)));

    assertTrue(finding.stopsAll());
    assertTrue(
        finding
            .found()
            .startsWith(
                "arn:aws:sts::123456789012:assumed-role/web/i-0abc may not call"
                    + " cloudwatch:PutMetricData in namespace ReFit/AI"));
    assertTrue(finding.toDo().startsWith("add this statement to the policy of the role web: {"));
    assertTrue(finding.toDo().contains("{\"cloudwatch:namespace\": \"ReFit/AI\"}"));
  }

  @Test
  void permission_contentRefused_isOkAndSaysWhatItProves() throws Exception {
    Finding finding = permission(facts(answer(Verdict.REFUSED_CONTENT)));

    assertEquals(Finding.Level.OK, finding.level());
    assertTrue(finding.found().contains("not for want of permission"), finding.found());
    assertTrue(finding.found().contains("doctor --send"), finding.found());
  }

  @Test
  void permission_sent_tellsWhereToLook() throws Exception {
    Finding taken = permission(sent(answer(Verdict.TAKEN)));
    Finding refused = permission(sent(answer(Verdict.REFUSED_CONTENT)));

    assertTrue(taken.found().startsWith("CloudWatch took 1 datum: Sidestat/Doctor in ReFit/AI"));
    assertEquals(Finding.Level.WRONG, refused.level());
  }

  @Test
  void permission_notAsked_isSkipped() throws Exception {
    assertEquals(Finding.Level.SKIPPED, permission(facts(answer(Verdict.UNREACHABLE))).level());
  }

  private static ProbeAnswer answer(Verdict verdict) {
    return answer(verdict, Optional.empty());
  }

  private static ProbeAnswer answer(Verdict verdict, Optional<ClockSkew> clock) {
    return new ProbeAnswer(
        verdict, "words", Optional.of(URI.create("https://cw.test")), 200, Optional.empty(), clock);
  }

  private static AwsFacts facts(ProbeAnswer answer) {
    return facts(ROLE, answer);
  }

  private static AwsFacts facts(Optional<CallerIdentity> identity, ProbeAnswer answer) {
    return new AwsFacts(SEOUL, KEY, identity, Optional.of(answer), false, Optional.empty());
  }

  private static AwsFacts sent(ProbeAnswer answer) {
    return new AwsFacts(SEOUL, KEY, ROLE, Optional.of(answer), true, Optional.empty());
  }

  private static String account(AwsFacts facts, String dashboard, String collector)
      throws Exception {
    return Given.text(
        new AccountCheck(
                Given.publishing(),
                facts,
                Optional.of(dashboard).filter(name -> !name.isEmpty()),
                Optional.of(collector).filter(name -> !name.isEmpty()),
                Given.NOW)
            .findings());
  }

  private static String endpoint(ProbeAnswer answer) {
    return Given.text(new EndpointCheck(facts(answer), Map.of()).findings());
  }

  private static void assertStep(Reach.Step step, String toDo) {
    AwsFacts facts =
        new AwsFacts(
            SEOUL,
            KEY,
            ROLE,
            Optional.of(answer(Verdict.UNREACHABLE)),
            false,
            Optional.of(new Reach(Optional.of(step), "cw.test: so it is")));

    Finding finding = new EndpointCheck(facts, Map.of()).findings().get(0);

    assertTrue(finding.stopsAll());
    assertTrue(finding.found().endsWith("does not answer: cw.test: so it is"), finding.found());
    assertTrue(finding.toDo().contains(toDo), finding.toDo());
  }

  private static String clock(long aheadSeconds) {
    return endpoint(
        answer(Verdict.TAKEN, Optional.of(new ClockSkew(Duration.ofSeconds(aheadSeconds)))));
  }

  private static Finding permission(AwsFacts facts) throws Exception {
    return new PermissionCheck(Given.publishing().config(), facts).finding();
  }
}
