package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.model.Untrusted;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands of {@code sidestat outbox} have in common. */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or shown",
      "1:the journal cannot be read or changed, or has no such request",
      "2:a mistake in the call or the configuration"
    })
abstract class OutboxSubcommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  OutboxSubcommand(Map<String, String> environment, String... settingsShown) {
    this.environment = environment;
    this.options = ConfigOptions.showing(settingsShown);
  }

  @Override
  public final Integer call() throws ConfigException, IOException {
    try {
      int exitCode = run(options.load(environment).config());
      out().flush();
      return exitCode;
    } catch (JournalException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  /** Does it; answers the exit code. */
  abstract int run(CollectorConfig config) throws JournalException, IOException;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Says what went wrong; answers the exit code. */
  final int failed(String words) {
    spec.commandLine().getErr().println("sidestat: " + Untrusted.printable(words));
    return 1;
  }

  final ParameterException mistake(String words) {
    return new ParameterException(spec.commandLine(), words);
  }
}
