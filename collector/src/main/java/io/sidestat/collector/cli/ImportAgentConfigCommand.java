package io.sidestat.collector.cli;

import io.sidestat.collector.cli.agent.AgentFileException;
import io.sidestat.collector.cli.agent.AgentImport;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.model.Untrusted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidestat import-agent-config}: from the CloudWatch agent's StatsD section to our YAML. */
@Command(
    name = "import-agent-config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints our YAML for the StatsD section of a CloudWatch agent's JSON file.",
      "What has no counterpart, and what will be another, is said on standard error, key by key."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:translated; what was said on standard error may need doing",
      "2:a mistake in the call or the file, which is said; nothing is printed"
    })
final class ImportAgentConfigCommand implements Callable<Integer> {
  private static final int EXIT_MISTAKES = 2;

  /** So that the check depends on nothing of this host. */
  private static final Map<String, String> CHECK_ENVIRONMENT =
      Map.of("STATE_DIRECTORY", "/var/lib/sidestat");

  @Parameters(
      paramLabel = "FILE",
      description = "The agent's file, such as amazon-cloudwatch-agent.json.")
  private Path file = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      AgentImport result = AgentImport.of(file);
      String yaml = AsciiYaml.write(result.settings());
      check(yaml);
      out.print(
          "# Made by sidestat import-agent-config; `sidestat check-config` shows what it means.\n");
      out.print(yaml);
      result.notes().forEach(err::println);
      return 0;
    } catch (AgentFileException e) {
      err.println(Untrusted.printable(String.valueOf(e.getMessage())));
    } catch (ConfigException e) {
      err.println("what it would become cannot be used:");
      err.println(e.getMessage());
    } finally {
      out.flush();
      err.flush();
    }
    return EXIT_MISTAKES;
  }

  /** The agent allows what the collector does not, such as a namespace with a blank in it. */
  private static void check(String yaml) throws IOException, ConfigException {
    Path checked = Files.createTempFile("sidestat", ".yaml");
    try {
      Files.writeString(checked, yaml);
      ConfigLoader.load(
          new ConfigSources(Optional.of(checked), Optional.empty(), CHECK_ENVIRONMENT, Map.of()));
    } finally {
      Files.delete(checked);
    }
  }
}
