package io.sidestat.collector.query;

import io.sidestat.collector.config.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * The region that the SDK finds, and where: its default chain, link by link.
 *
 * @param name such as {@code ap-northeast-2}
 * @param known whether the SDK has heard of it; if not, it makes up an address
 * @param meant the known one that an unknown one most likely means
 */
public record AwsRegion(String name, Source source, boolean known, Optional<String> meant) {

  /** Where it is found. */
  public enum Source {
    /** AWS_REGION, of the process or of the .env file. */
    SETTING,
    /** The profile of a shared configuration file. */
    PROFILE,
    /** The EC2 instance. */
    INSTANCE
  }

  /** Empty if nobody knows one. Asks the instance last, which may take seconds elsewhere. */
  public static Optional<AwsRegion> find() {
    Map<Source, AwsRegionProvider> chain = new LinkedHashMap<>();
    chain.put(Source.SETTING, new SystemSettingsRegionProvider());
    chain.put(Source.PROFILE, new AwsProfileRegionProvider());
    chain.put(Source.INSTANCE, new InstanceProfileRegionProvider());
    for (Map.Entry<Source, AwsRegionProvider> link : chain.entrySet()) {
      Optional<Region> region = ask(link.getValue());
      if (region.isPresent()) {
        return Optional.of(of(region.get().id(), link.getKey()));
      }
    }
    return Optional.empty();
  }

  /** The region of that name. */
  static AwsRegion of(String name, Source source) {
    List<String> known = Region.regions().stream().map(Region::id).toList();
    return known.contains(name)
        ? new AwsRegion(name, source, true, Optional.empty())
        : new AwsRegion(name, source, false, Nearest.to(name, known));
  }

  private static Optional<Region> ask(AwsRegionProvider provider) {
    try {
      return Optional.ofNullable(provider.getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }
}
