package io.sidestat.collector.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What EC2 knows of an instance and may become a dimension of every metric. */
public enum Ec2Dimension {
  /** Its own on every host. */
  INSTANCE_ID("InstanceId"),
  /** Needs instance tags to be allowed in the metadata. */
  AUTO_SCALING_GROUP_NAME("AutoScalingGroupName"),
  INSTANCE_TYPE("InstanceType"),
  AVAILABILITY_ZONE("AvailabilityZone");

  private static final String NONE = "none";

  private final String label;

  Ec2Dimension(String label) {
    this.label = label;
  }

  /** The dimension's name in settings and in CloudWatch. */
  public String label() {
    return label;
  }

  /** Reads names with commas between; {@code none} and nothing are none. */
  static List<Ec2Dimension> parse(String text) {
    if (text.isEmpty() || text.equals(NONE)) {
      return List.of();
    }
    List<Ec2Dimension> dimensions =
        Rollups.split(text, ',').stream().map(Ec2Dimension::ofLabel).toList();
    if (dimensions.stream().distinct().count() < dimensions.size()) {
      throw new RejectedValueException("a dimension is given twice");
    }
    return dimensions;
  }

  private static Ec2Dimension ofLabel(String label) {
    return Arrays.stream(values())
        .filter(dimension -> dimension.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such dimension"));
  }

  static String write(List<Ec2Dimension> dimensions) {
    return dimensions.isEmpty()
        ? NONE
        : dimensions.stream().map(Ec2Dimension::label).collect(Collectors.joining(","));
  }
}
