package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;

/** What users get: the jars as Maven packs them. */
class PackedJarIT {

  /** See docs/decisions/0011. */
  private static final long BYTES_MAX = 80_000;

  private static final int JAVA_8 = 52;
  private static final Path TARGET = Path.of("target");

  private static Path jar(String ending) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("sidestat-client-[0-9.]+(-SNAPSHOT)?" + ending))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar that ends with " + ending));
    }
  }

  @Test
  void jar_isSmallAndOfJava8AndNamesItsModule() throws IOException {
    Path packed = jar("\\.jar");
    assertTrue(Files.size(packed) <= BYTES_MAX, () -> packed + " has grown beyond " + BYTES_MAX);
    try (JarFile jar = new JarFile(packed.toFile())) {
      assertEquals(
          "io.sidestat.client",
          jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
      List<JarEntry> classes =
          jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
      assertTrue(classes.size() > 20, classes::toString);
      for (JarEntry entry : classes) {
        assertTrue(entry.getName().startsWith("io/sidestat/client/"), entry::getName);
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          assertEquals(0xCAFEBABE, in.readInt());
          in.readUnsignedShort();
          assertEquals(JAVA_8, in.readUnsignedShort(), entry::getName);
        }
      }
    }
  }

  @Test
  void jars_ofSourcesAndJavadoc_areThere() throws IOException {
    try (JarFile sources = new JarFile(jar("-sources\\.jar").toFile());
        JarFile javadoc = new JarFile(jar("-javadoc\\.jar").toFile())) {
      assertTrue(sources.getEntry("io/sidestat/client/SidestatClient.java") != null);
      assertNotEquals(0, named(javadoc, "SidestatClient.html"));
      assertEquals(0, named(javadoc, "Intake.html"));
    }
  }

  /** Pages of that name; in which directory differs by JDK. */
  private static long named(JarFile jar, String page) {
    return jar.stream()
        .filter(entry -> entry.getName().endsWith("io/sidestat/client/" + page))
        .count();
  }

  @Test
  void pom_hasOneDependencyThatUsersGet() throws Exception {
    Object found =
        XPathFactory.newInstance()
            .newXPath()
            .evaluate(
                "concat(count(/project/dependencies/dependency[not(scope)]), ' ',"
                    + " /project/dependencies/dependency[not(scope)]/artifactId)",
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("pom.xml").toFile()),
                XPathConstants.STRING);

    assertEquals("1 java-statsd-client", found);
  }
}
