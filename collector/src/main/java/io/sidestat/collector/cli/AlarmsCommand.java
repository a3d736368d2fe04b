package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.slo.CloudFormationTemplate;
import io.sidestat.collector.slo.SloAlarms;
import io.sidestat.collector.slo.TerraformDocument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat alarms}: a template of CloudWatch alarms from a file of objectives. */
@Command(
    name = "alarms",
    mixinStandardHelpOptions = true,
    description = {
      "Prints CloudWatch alarms for a file of objectives, as a CloudFormation template or for"
          + " Terraform. Sends nothing anywhere.",
      "Availability and shares of fast requests page by how fast the error budget burns, over an"
          + " hour and six hours; percentiles when they are too slow for 15 minutes; and the"
          + " collectors when they stop or lose samples. The alarms ask for what the configuration"
          + " given here publishes: give the collector's."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the template is printed; notes, if any, are on standard error",
      "2:a mistake in the call, the objectives or the configuration, or a metric that is not"
          + " published"
    })
final class AlarmsCommand implements Callable<Integer> {
  private static final int EXIT_PRINTED = 0;
  private static final int EXIT_MISTAKES = 2;

  /** "Using dynamic references", AWS CloudFormation user guide, read 27 Nov 2026. */
  private static final String DYNAMIC_REFERENCE = "{{resolve:";

  private static final int HOSTS_MAX = 1_000_000;

  /** PutMetricAlarm, API reference, read 2026-11-26. */
  private static final int TOPICS_MAX = 5;

  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

  private final Map<String, String> environment;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "cloudformation-json",
      converter = TemplateFormat.Converter.class,
      description = {
        "cloudformation-json (or json), cloudformation-yaml (or yaml), or terraform: its JSON"
            + " syntax, for a file such as alarms.tf.json. Default: ${DEFAULT-VALUE}."
      })
  private TemplateFormat format = TemplateFormat.CLOUDFORMATION_JSON;

  @Option(
      names = "--topic",
      paramLabel = "ARN",
      description =
          "An SNS topic that is told when an alarm begins and ends; may be given up to 5 times.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--application-signals",
      description =
          "Add each objective as one of Application Signals too, which has a price of its own."
              + " CloudFormation only.")
  private boolean applicationSignals;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      description = "Alarm if fewer than N collectors report. Default: if none does.")
  private @Nullable Integer hosts;

  @Mixin private SloOptions options = new SloOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  AlarmsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, JsonProcessingException {
    checkCall();
    SloOptions.Loaded loaded = options.load(environment);
    PrintWriter err = spec.commandLine().getErr();
    loaded.printNotes(err);
    if (SloOptions.Loaded.printMissing(loaded.metrics().missingForObjectives(), err)) {
      say("an alarm on a metric that nobody publishes would never fire, so none is printed");
      return EXIT_MISTAKES;
    }
    OptionalInt reporting = hosts == null ? OptionalInt.empty() : OptionalInt.of(hosts);
    SloAlarms alarms = SloAlarms.of(loaded.metrics().endpoints(), loaded.config(), reporting);
    if (isTooLarge(alarms)) {
      return EXIT_MISTAKES;
    }
    alarms.notes().forEach(note -> say("note: " + note));
    String template = template(alarms);
    if (format != TemplateFormat.TERRAFORM && template.contains(DYNAMIC_REFERENCE)) {
      say(
          "a name in the file has "
              + DYNAMIC_REFERENCE
              + " in it, which CloudFormation would look up and put in its place; use --format"
              + " terraform, or another name");
      return EXIT_MISTAKES;
    }
    print(template);
    return EXIT_PRINTED;
  }

  private boolean isTooLarge(SloAlarms alarms) {
    int resources = alarms.alarms().size() + (applicationSignals ? alarms.objectives().size() : 0);
    if (format == TemplateFormat.TERRAFORM || resources <= CloudFormationTemplate.RESOURCES_MAX) {
      return false;
    }
    say(
        "a CloudFormation template has at most "
            + CloudFormationTemplate.RESOURCES_MAX
            + " resources, and these are "
            + resources
            + ": split the file by services, one template each, or use --format terraform");
    return true;
  }

  private void checkCall() {
    if (hosts != null && (hosts < 1 || hosts > HOSTS_MAX)) {
      throw mistake("--hosts: found " + hosts + ", allowed: 1 to " + HOSTS_MAX);
    }
    if (topics.size() > TOPICS_MAX) {
      throw mistake("--topic: found " + topics.size() + ", allowed: up to " + TOPICS_MAX);
    }
    for (String topic : topics) {
      if (!TOPIC.matcher(topic).matches()) {
        throw mistake(
            "--topic: found "
                + Untrusted.quoted(topic)
                + ", allowed: an SNS topic's ARN, such as"
                + " arn:aws:sns:ap-northeast-2:123456789012:on-call");
      }
    }
    if (applicationSignals && format == TemplateFormat.TERRAFORM) {
      throw mistake(
          "--application-signals goes with the CloudFormation formats alone: no resource for such"
              + " objectives in Terraform's provider hashicorp/aws has been checked");
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String template(SloAlarms alarms) throws JsonProcessingException {
    Map<String, Object> document =
        format == TemplateFormat.TERRAFORM
            ? TerraformDocument.of(alarms, topics)
            : CloudFormationTemplate.of(alarms, topics, applicationSignals);
    return format == TemplateFormat.CLOUDFORMATION_YAML
        ? AsciiYaml.write(document)
        : AsciiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document)
            + System.lineSeparator();
  }

  private void print(String template) {
    if (topics.isEmpty()) {
      say("note: without --topic the alarms tell nobody; they only show");
    }
    if (format != TemplateFormat.TERRAFORM
        && template.length() > CloudFormationTemplate.BODY_BYTES_MAX) {
      say(
          "note: the template has "
              + template.length()
              + " bytes, and CloudFormation takes more than "
              + CloudFormationTemplate.BODY_BYTES_MAX
              + " only by way of S3: aws cloudformation deploy --s3-bucket BUCKET");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(template);
    out.flush();
  }

  private void say(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(Untrusted.printable(message));
    err.flush();
  }
}
