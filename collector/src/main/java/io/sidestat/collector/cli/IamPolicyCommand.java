package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidestat iam-policy}: the least-privilege policy for what the collector does. */
@Command(
    name = "iam-policy",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the IAM policy of the least that the collector, or another command, must be allowed in"
          + " AWS. Sends nothing anywhere.",
      "Publishing is narrowed to the namespaces that the configuration given here can publish to:"
          + " give the collector's."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the policy is printed", "2:a mistake in the call or the configuration"})
final class IamPolicyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--for",
      split = ",",
      paramLabel = "PURPOSE",
      defaultValue = "publish",
      converter = IamPurpose.Converter.class,
      description = {
        "publish, verify or doctor; several with commas between, or given several times. Default:"
            + " ${DEFAULT-VALUE}."
      })
  private List<IamPurpose> purposes = List.of(IamPurpose.PUBLISH);

  @Mixin private ConfigOptions options = ConfigOptions.showing("namespace");

  @Spec private CommandSpec spec = CommandSpec.create();

  IamPolicyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, JsonProcessingException {
    CollectorConfig config = options.load(environment).config();
    Set<IamPurpose> asked = EnumSet.copyOf(purposes);
    if (asked.contains(IamPurpose.PUBLISH) && NamespacePatterns.of(config).isAnything()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "note: a rule takes the whole namespace from the sample's name, so publishing cannot be"
              + " narrowed to namespaces");
      err.flush();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        AsciiJson.mapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(IamPolicy.of(config, asked)));
    out.flush();
    return 0;
  }
}
