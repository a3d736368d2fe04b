package io.sidestat.collector.config;

import io.sidestat.collector.config.Variables.Variable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The dimensions that the EC2 instance gives, and where to ask for them. The variables are those of
 * the AWS SDKs. Source: "IMDS credential provider", AWS SDKs and Tools reference guide, 23 Nov
 * 2026.
 *
 * @param dimensions asked for; none: the metadata service is left alone
 * @param endpoint of the metadata service
 * @param disabled whether it must not be asked
 */
public record Ec2Config(List<Ec2Dimension> dimensions, URI endpoint, boolean disabled) {
  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  private static final String ENDPOINT_MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
  private static final String DISABLED = "AWS_EC2_METADATA_DISABLED";
  private static final URI IPV4 = URI.create("http://169.254.169.254");
  private static final URI IPV6 = URI.create("http://[fd00:ec2::254]");

  public Ec2Config {
    dimensions = List.copyOf(dimensions);
  }

  /** The names of the dimensions that are asked for. */
  public Set<String> dimensionNames() {
    return dimensions.stream().map(Ec2Dimension::label).collect(Collectors.toSet());
  }

  static Ec2Config of(List<Ec2Dimension> dimensions, Variables variables, Mistakes mistakes) {
    URI usual =
        variables
                .find(ENDPOINT_MODE)
                .filter(mode -> mode.value().equalsIgnoreCase("IPv6"))
                .isPresent()
            ? IPV6
            : IPV4;
    URI endpoint =
        variables
            .find(ENDPOINT)
            .filter(found -> !dimensions.isEmpty())
            .flatMap(found -> parse(found, mistakes))
            .orElse(usual);
    boolean disabled =
        variables
            .find(DISABLED)
            .filter(found -> found.value().equalsIgnoreCase("true"))
            .isPresent();
    return new Ec2Config(dimensions, endpoint, disabled);
  }

  private static Optional<URI> parse(Variable found, Mistakes mistakes) {
    try {
      return PublishConfig.parseEndpoint(found.value());
    } catch (IllegalArgumentException e) {
      boolean inFile = !found.origin().key().isEmpty();
      mistakes.add(
          new Mistake(
              inFile ? found.origin().where() : "environment",
              ENDPOINT,
              "found " + Quoted.of(found.value()) + ", allowed: an http or https URL"));
      return Optional.empty();
    }
  }
}
