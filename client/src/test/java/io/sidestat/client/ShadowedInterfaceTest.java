package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With DataDog's jar before java-statsd-client on the class path of a process of its own. */
class ShadowedInterfaceTest {

  private static final Path JAR = Path.of("target", "shadowing", "java-dogstatsd-client.jar");

  /** Makes a client, the way an application does. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      try {
        SidestatClient.builder().build().close();
        System.out.println("made");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static String run(String classPath) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the program does not end");
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void client_withDataDogsInterfaceFirst_saysWhichJarIsInTheWay() throws Exception {
    assertTrue(Files.exists(JAR), "the build copies it: " + JAR.toAbsolutePath());

    String out = run(JAR + File.pathSeparator + System.getProperty("java.class.path"));

    assertTrue(
        out.startsWith(
            "com.timgroup.statsd.StatsDClient is not java-statsd-client's but another library's"),
        out);
    assertTrue(out.contains("java-dogstatsd-client.jar"), out);
  }

  @Test
  void client_withDataDogsJarBehind_isMade() throws Exception {
    String out = run(System.getProperty("java.class.path") + File.pathSeparator + JAR);

    assertEquals("made", out.strip());
  }
}
