package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least that must be allowed, by configuration and purpose. */
final class IamPolicyCommandTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void call_defaults_allowsToPublishToTheNamespace() {
    assertEquals(0, run("--namespace=ReFit/AI"));

    assertEquals(
        """
        {
          "Version" : "2012-10-17",
          "Statement" : [ {
            "Sid" : "PublishMetrics",
            "Effect" : "Allow",
            "Action" : "cloudwatch:PutMetricData",
            "Resource" : "*",
            "Condition" : {
              "StringEquals" : {
                "cloudwatch:namespace" : [ "ReFit/AI" ]
              }
            }
          } ]
        }
        """,
        out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void call_rulesWithNamespaces_areAllowedToo() throws Exception {
    assertEquals(
        0,
        runWith(
            """
            namespace: ReFit/AI
            rules:
              - {match: a, namespace: Other}
              - {match: b, namespace: Other}
              - {match: c, name: renamed}
              - {match: d, drop: true}
            """));

    assertEquals(
        "{\"StringEquals\":{\"cloudwatch:namespace\":[\"ReFit/AI\",\"Other\"]}}", condition());
  }

  @Test
  void call_namespacesOfCaptures_areComparedAsPatterns() throws Exception {
    assertEquals(
        0,
        runWith(
            """
            namespace: ReFit/AI
            rules:
              - {match: "*.*.x", namespace: "Team/$1$2/$1-end"}
            """));

    assertEquals(
        "{\"StringLike\":{\"cloudwatch:namespace\":[\"ReFit/AI\",\"Team/*/*-end\"]}}", condition());
    assertEquals("", err.toString());
  }

  @Test
  void call_namespaceThatIsAllCapture_hasNoConditionAndSaysSo() throws Exception {
    assertEquals(0, runWith("rules: [{match: \"*\", namespace: $0}]"));

    assertTrue(statements().get(0).at("/Condition").isMissingNode(), out::toString);
    assertTrue(err.toString().startsWith("note: a rule takes the whole namespace"), err::toString);
  }

  @Test
  void call_severalPurposes_haveAStatementEach() throws Exception {
    assertEquals(0, run("--for=verify,Publish", "--for", "DOCTOR", "--for=verify"));

    JsonNode statements = statements();
    assertEquals(3, statements.size());
    assertEquals("PublishMetrics", statements.at("/0/Sid").asText());
    assertEquals("cloudwatch:GetMetricData", statements.at("/1/Action").asText());
    assertEquals(
        "[\"cloudwatch:GetMetricData\",\"cloudwatch:ListMetrics\"]",
        statements.at("/2/Action").toString());
  }

  @Test
  void call_verifyAlone_publishesNothing() throws Exception {
    assertEquals(0, run("--for=verify"));

    assertEquals(1, statements().size());
    assertEquals("ReadObjectives", statements().at("/0/Sid").asText());
  }

  @Test
  void call_doctorAlone_mayPublishItsTestToTheCollectorsNamespaceOnly() throws Exception {
    assertEquals(
        0, runWith("{namespace: Own, rules: [{match: a, namespace: Other}]}", "--for=doctor"));

    assertEquals(2, statements().size());
    assertEquals("PublishTestMetric", statements().at("/0/Sid").asText());
    assertEquals("{\"StringEquals\":{\"cloudwatch:namespace\":[\"Own\"]}}", condition());
  }

  @Test
  void call_unknownPurpose_listsTheAllowed() {
    assertEquals(2, run("--for=publish,admin"));

    assertEquals("", out.toString());
    assertTrue(
        err.toString().contains("no purpose: \"admin\"; there are publish, verify and doctor"),
        err::toString);
  }

  @Test
  void call_mistakesInTheConfiguration_endWithTwo() {
    assertEquals(2, run("--namespace=AWS/Mine"));

    assertEquals("", out.toString());
    assertTrue(err.toString().startsWith("flag --namespace: found"), err::toString);
  }

  private JsonNode statements() throws Exception {
    return new ObjectMapper().readTree(out.toString()).at("/Statement");
  }

  private String condition() throws Exception {
    return statements().at("/0/Condition").toString();
  }

  private int runWith(String yaml, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config=" + Files.writeString(directory.resolve("sidestat.yaml"), yaml));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("iam-policy"));
    all.addAll(List.of(arguments));
    return Main.commandLine(Map.of("HOME", directory.toString()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
