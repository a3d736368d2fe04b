package io.sidestat.collector;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house, read off the compiled classes: who may see whom and what. */
class ArchitectureTest {
  private static final String ROOT = "io.sidestat.collector.";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sidestat.collector");

  /**
   * Each room and the rooms it may use: those on the way down, listen to journal, and model and
   * config; at the sides what each reads.
   */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("config", List.of("model")),
          Map.entry("journal", List.of("model", "config")),
          Map.entry("shape", List.of("journal", "model", "config")),
          Map.entry("aggregate", List.of("shape", "model", "config")),
          Map.entry("protocol", List.of("aggregate", "shape", "model", "config")),
          Map.entry("listen", List.of("protocol", "aggregate", "shape", "model", "config")),
          Map.entry("publish", List.of("journal", "model", "config")),
          Map.entry("outside", List.of("model", "config")),
          Map.entry("query", List.of("publish", "journal", "model", "config")),
          Map.entry("slo", List.of("query", "shape", "model", "config")),
          Map.entry("admin", List.of("publish", "query", "journal", "model", "config")),
          Map.entry(
              "cli",
              List.of(
                  "admin",
                  "aggregate",
                  "config",
                  "journal",
                  "listen",
                  "model",
                  "outside",
                  "protocol",
                  "publish",
                  "query",
                  "shape",
                  "slo")));

  static Set<String> rooms() {
    return new TreeSet<>(ROOMS.keySet());
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new);
  }

  @Test
  void rooms_ofTheCode_areThoseOfTheTable() {
    assertEquals(
        rooms(),
        MAIN.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void room_ofOurOwn_usesOnlyThoseOfTheTable(String room) {
    String[] allowed = packages(ROOMS.getOrDefault(room, List.of()));
    String[] allowedAndSelf = Arrays.copyOf(allowed, allowed.length + 1);
    allowedAndSelf[allowed.length] = ROOT + room + "..";
    classes()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackages(ROOT + ".").or(resideInAnyPackage(allowedAndSelf)))
        .check(MAIN);
  }

  @Test
  void rooms_inCircles_areNone() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void ourClient_outsideCli_isNotSeen() {
    onlyIn(List.of("cli"), "io.sidestat.client..");
  }

  @Test
  void awsSdk_outsidePublishAndQuery_isNotSeen() {
    onlyIn(List.of("publish", "query"), "software.amazon.awssdk..");
  }

  @Test
  void sql_outsideJournal_isNotSeen() {
    onlyIn(List.of("journal"), "java.sql..", "javax.sql..", "org.sqlite..");
  }

  /** In outside for the Unix datagram socket on which systemd is told: the JDK has none. */
  @Test
  void netty_elsewhereThanListenAndOutside_isNotSeen() {
    onlyIn(List.of("listen", "outside"), "io.netty..");
  }

  @Test
  void nettysChannels_inOutside_areNotSeen() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "outside..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.netty..")
                .and(
                    not(
                        nameMatching(
                            "io\\.netty\\.channel\\.(unix\\.Socket|epoll\\.Epoll|ChannelException)"))))
        .check(MAIN);
  }

  @Test
  void sketches_outsideModel_areNotSeen() {
    onlyIn(List.of("model"), "com.dynatrace..");
  }

  @Test
  void httpServersAndClients_elsewhereThanAdminAndOutside_areNotSeen() {
    onlyIn(List.of("admin", "outside"), "com.sun.net.httpserver..", "java.net.http..");
  }

  private static void onlyIn(List<String> rooms, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(MAIN);
  }

  @Test
  void sockets_elsewhereThanListenAdminAndOutside_areNotOpened() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages(List.of("listen", "admin", "outside")))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.net\\.\\w*(Socket|URL|URLConnection)"
                + "|java\\.nio\\.channels\\.\\w*(SocketChannel|DatagramChannel|Selector)"
                + "|javax\\.net\\.(ssl\\.)?\\w*(Socket|SocketFactory|Engine)")
        .check(MAIN);
  }

  @Test
  void hotRooms_anywhere_neitherLogNorLockNorWait() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(List.of("protocol", "aggregate")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.slf4j..",
            "java.util.logging..",
            "java.util.concurrent..",
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..")
        .check(MAIN);
  }

  @Test
  void hotRooms_anywhere_haveNoSynchronizedMethods() {
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(packages(List.of("protocol", "aggregate")))
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .check(MAIN);
  }

  @Test
  void hotRooms_anywhere_neitherSleepNorWait() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(List.of("protocol", "aggregate")))
        .should()
        .callMethodWhere(
            target(owner(type(Thread.class)).or(owner(type(Object.class))))
                .and(target(nameMatching("sleep|join|yield|wait"))))
        .check(MAIN);
  }

  @Test
  void processAndEnvironment_outsideCli_areLeftAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .callMethodWhere(
            target(owner(type(System.class)).or(owner(type(Runtime.class))))
                .and(target(nameMatching("exit|getenv|halt"))))
        .check(MAIN);
  }

  @Test
  void standardStreams_outsideCli_areNotUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(MAIN);
  }
}
