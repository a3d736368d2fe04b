package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dimensions-from.ec2} and the variables of the AWS SDKs that go with it. */
class Ec2ConfigTest {
  private static final List<Ec2Dimension> ID_AND_GROUP =
      List.of(Ec2Dimension.INSTANCE_ID, Ec2Dimension.AUTO_SCALING_GROUP_NAME);

  @TempDir Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));
  private Optional<Path> file = Optional.empty();

  private LoadedConfig load() throws ConfigException {
    return ConfigLoader.load(new ConfigSources(file, Optional.empty(), environment, Map.of()));
  }

  private void file(String text) throws IOException {
    file = Optional.of(Files.writeString(directory.resolve("s.yaml"), text));
  }

  private String mistakes() {
    return String.valueOf(assertThrows(ConfigException.class, this::load).getMessage());
  }

  private List<Warning.Topic> warned() throws ConfigException {
    return load().warnings().stream().map(Warning::topic).toList();
  }

  @Test
  void load_nothing_asksNothing() throws ConfigException {
    Ec2Config ec2 = load().config().ec2();

    assertEquals(List.of(), ec2.dimensions());
    assertEquals(URI.create("http://169.254.169.254"), ec2.endpoint());
    assertFalse(warned().contains(Warning.Topic.HOSTS_MULTIPLY_THE_BILL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dimensions-from.ec2: [InstanceId, AutoScalingGroupName]\n",
        "dimensions-from:\n  ec2:\n    - InstanceId\n    - AutoScalingGroupName\n",
        "dimensions-from:\n  ec2: InstanceId, AutoScalingGroupName\n"
      })
  void load_yaml_takesAListOrOneLine(String text) throws Exception {
    file(text);

    assertEquals(ID_AND_GROUP, load().config().ec2().dimensions());
  }

  @Test
  void load_environment_takesCommas() throws ConfigException {
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId,AutoScalingGroupName");

    assertEquals(ID_AND_GROUP, load().config().ec2().dimensions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"instanceid", "InstanceId,", "InstanceId,InstanceId", "Hostname"})
  void load_otherNames_areAMistake(String text) {
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", text);

    assertTrue(mistakes().contains("allowed: InstanceId, AutoScalingGroupName"), mistakes());
  }

  @Test
  void load_yamlOfAnotherShape_isAMistake() throws IOException {
    file("dimensions-from.ec2: [[InstanceId]]\n");
    assertTrue(mistakes().contains("s.yaml:1: dimensions-from.ec2: found a list"), mistakes());
    file("dimensions-from.ec2: {InstanceId: yes}\n");
    assertTrue(mistakes().contains("s.yaml:1: dimensions-from.ec2: found"), mistakes());
  }

  @Test
  void load_variablesOfTheSdks_areRespected() throws ConfigException {
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId");
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6");
    assertEquals(URI.create("http://[fd00:ec2::254]"), load().config().ec2().endpoint());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338/");
    assertEquals(URI.create("http://127.0.0.1:1338/"), load().config().ec2().endpoint());
    assertFalse(load().config().ec2().disabled());
    environment.put("AWS_EC2_METADATA_DISABLED", "True");
    assertTrue(load().config().ec2().disabled());
    assertTrue(warned().contains(Warning.Topic.METADATA_DISABLED));
  }

  @Test
  void load_endpointThatIsNone_isAMistakeOnlyIfItIsAsked() throws ConfigException {
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "169.254.169.254");
    assertEquals(List.of(), load().config().ec2().dimensions());
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId");

    assertTrue(mistakes().contains("AWS_EC2_METADATA_SERVICE_ENDPOINT: found"), mistakes());
  }

  @Test
  void warnings_instanceId_saysThatTheBillGrowsWithTheHosts() throws ConfigException {
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId");

    Warning warning =
        load().warnings().stream()
            .filter(one -> one.topic() == Warning.Topic.HOSTS_MULTIPLY_THE_BILL)
            .findFirst()
            .orElseThrow();
    assertTrue(warning.text().contains("the bill grows with the number of hosts"), warning.text());
    assertFalse(warning.saidAtStart());
  }

  @Test
  void load_moreThan30WithThoseOfEc2_isAMistake() throws ConfigException {
    environment.put(
        "SIDESTAT_DIMENSIONS",
        IntStream.range(0, 28).mapToObj(i -> "D" + i + "=v").collect(Collectors.joining(",")));
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId");
    // With Environment 30.
    assertEquals(29, load().config().dimensions().size());
    environment.put("SIDESTAT_DIMENSIONS_FROM_EC2", "InstanceId,InstanceType");

    assertTrue(mistakes().contains("dimensions: found 31, allowed: at most 30"), mistakes());
  }
}
