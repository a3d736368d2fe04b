package io.sidestat.collector.protocol;

import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.TagDialect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * StatsD's lines, read the plain way: with Strings, regular expressions and big numbers, from the
 * grammar in {@code docs/dialects.md} and from nothing else. The yardstick for {@link
 * DatagramParser}.
 */
final class ReferenceParser {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE]([+-]?\\d+))?");

  /** Bytes as characters of the same number, so that lengths are those of the bytes. */
  private static final java.nio.charset.Charset BYTES = StandardCharsets.ISO_8859_1;

  /** Later ones only scale. */
  private static final MathContext EIGHTEEN_DIGITS = new MathContext(18, RoundingMode.DOWN);

  private static final double LARGEST = Math.scalb(1.0, 360);
  private static final double SMALLEST = Math.scalb(1.0, -360);

  private final Set<TagDialect> dialects;
  private final Found found = new Found();

  private ReferenceParser(Set<TagDialect> dialects) {
    this.dialects = dialects;
  }

  static Found parse(byte[] datagram, Set<TagDialect> dialects) {
    ReferenceParser parser = new ReferenceParser(dialects);
    for (String line : new String(datagram, BYTES).split("\n", -1)) {
      String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!text.isEmpty()) {
        parser.line(text);
      }
    }
    return parser.found;
  }

  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    final RejectReason reason;

    Unreadable(RejectReason reason) {
      this.reason = reason;
    }
  }

  /** The name and the tags that stand in it. */
  private record Head(String name, List<String> tags) {}

  private void line(String line) {
    found.lines++;
    if (line.startsWith("_e{")) {
      found.events++;
    } else if (line.startsWith("_sc|")) {
      found.serviceChecks++;
    } else {
      try {
        metric(line);
      } catch (Unreadable e) {
        found.rejected(e.reason);
      }
    }
  }

  private void metric(String line) throws Unreadable {
    int headEnd = headEnd(line);
    Head head = head(line.substring(0, headEnd));
    Optional<String> groups = Optional.of(line.substring(headEnd + 1));
    while (groups.isPresent()) {
      groups = group(head, groups.get());
    }
  }

  /** The first bracket, if it counts as a mark: it is closed before the next bar. */
  private int bracket(String line) {
    int open = line.indexOf('[');
    int close = line.indexOf(']', open + 1);
    int bar = line.indexOf('|', Math.max(open, 0));
    boolean closed = close >= 0 && (bar < 0 || close < bar);
    return dialects.contains(TagDialect.SIGNALFX) && closed ? open : -1;
  }

  private Optional<TagDialect> firstMark(String line) {
    int first = Integer.MAX_VALUE;
    Optional<TagDialect> dialect = Optional.empty();
    for (TagDialect one : dialects) {
      int at = one == TagDialect.SIGNALFX ? bracket(line) : line.indexOf(one.mark());
      if (one.inName() && at >= 0 && at < first) {
        first = at;
        dialect = Optional.of(one);
      }
    }
    return dialect;
  }

  private int headEnd(String line) throws Unreadable {
    int from = 0;
    Optional<TagDialect> mark = firstMark(line);
    if (mark.equals(Optional.of(TagDialect.SIGNALFX))
        && !line.substring(0, bracket(line)).contains(":")) {
      from = line.indexOf(']', bracket(line));
    }
    int colon = line.indexOf(':', from);
    if (colon < 0) {
      throw new Unreadable(RejectReason.NO_VALUE);
    }
    return colon;
  }

  private Head head(String head) throws Unreadable {
    Optional<TagDialect> mark = firstMark(head);
    String name = head;
    String tags = "";
    String separator = ",";
    if (mark.equals(Optional.of(TagDialect.SIGNALFX))) {
      int close = head.indexOf(']', bracket(head));
      tags = head.substring(bracket(head) + 1, close);
      name = head.substring(0, bracket(head)) + head.substring(close + 1);
    } else if (mark.isPresent()) {
      int at = head.indexOf(mark.get().mark());
      tags = head.substring(at + 1);
      name = head.substring(0, at);
      separator = mark.get() == TagDialect.GRAPHITE ? ";" : ",";
    }
    if (name.isEmpty()) {
      throw new Unreadable(RejectReason.EMPTY_NAME);
    }
    if (name.length() > 255) {
      throw new Unreadable(RejectReason.NAME_TOO_LONG);
    }
    return new Head(utf8(name), tags(tags, separator, "="));
  }

  private static List<String> tags(String text, String separator, String equals) throws Unreadable {
    if (text.length() > 4096) {
      throw new Unreadable(RejectReason.TAGS_TOO_LONG);
    }
    List<String> tags = new ArrayList<>();
    for (String tag : text.split(separator, -1)) {
      String[] parts = tag.split(equals, 2);
      if (!tag.isEmpty()) {
        tags.add(utf8(parts[0]) + "=" + (parts.length > 1 ? utf8(parts[1]) : ""));
      }
    }
    return tags;
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(BYTES), StandardCharsets.UTF_8);
  }

  /** Reads one group; answers what stands behind the colon that ends it. */
  private Optional<String> group(Head head, String text) throws Unreadable {
    int bar = text.indexOf('|');
    if (text.isEmpty() || bar == 0) {
      throw new Unreadable(RejectReason.NO_VALUE);
    }
    if (bar < 0) {
      throw new Unreadable(RejectReason.NO_TYPE);
    }
    Matcher type =
        Pattern.compile("[^|:]*", Pattern.DOTALL).matcher(text).region(bar + 1, text.length());
    type.lookingAt();
    Fields fields = new Fields(sampleType(type.group()));
    Optional<String> next = fields(fields, text.substring(type.end()));
    List<String> tags = new ArrayList<>(head.tags());
    tags.addAll(fields.tags);
    values(head.name(), text.substring(0, bar), fields, tags);
    return next;
  }

  private static SampleType sampleType(String code) throws Unreadable {
    if (code.isEmpty()) {
      throw new Unreadable(RejectReason.NO_TYPE);
    }
    if (code.equals("m")) {
      return SampleType.COUNTER;
    }
    return Arrays.stream(SampleType.values())
        .filter(type -> type.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new Unreadable(RejectReason.UNKNOWN_TYPE));
  }

  private static final class Fields {
    final SampleType type;
    double rate = 1;
    List<String> tags = List.of();

    Fields(SampleType type) {
      this.type = type;
    }
  }

  private Optional<String> fields(Fields fields, String text) throws Unreadable {
    String left = text;
    while (left.startsWith("|")) {
      String field = left.substring(1).split(left.startsWith("|@") ? "[|:]" : "\\|", 2)[0];
      left = left.substring(1 + field.length());
      if (field.startsWith("@")) {
        fields.rate = rate(field.substring(1));
      } else if (field.startsWith("#") && dialects.contains(TagDialect.DOGSTATSD)) {
        fields.tags = tags(field.substring(1), ",", ":");
      } else if (field.matches("T[0-9]+")) {
        found.timestamps++;
      } else if (!field.isEmpty() && !field.startsWith("c:")) {
        found.unknownFields++;
      }
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(left.substring(1));
  }

  private static double rate(String text) throws Unreadable {
    Double rate = number(text);
    if (rate == null || rate < 1e-9 || rate > 1) {
      throw new Unreadable(RejectReason.BAD_RATE);
    }
    return rate;
  }

  private void values(String name, String values, Fields fields, List<String> tags) {
    String rest =
        (fields.rate == 1 ? "" : " @" + fields.rate)
            + (tags.isEmpty() ? "" : " #" + String.join(",", tags));
    if (fields.type == SampleType.SET) {
      found.samples.add("set " + name + " member=" + utf8(values) + rest);
      return;
    }
    for (String value : values.split(":", -1)) {
      Double number = number(value);
      if (value.isEmpty()) {
        found.rejected(RejectReason.NO_VALUE);
      } else if (number == null) {
        found.rejected(RejectReason.BAD_VALUE);
      } else if (Math.abs(number) > LARGEST) {
        found.rejected(RejectReason.OUT_OF_RANGE);
      } else if (fields.type == SampleType.TIMING && number < 0) {
        found.rejected(RejectReason.NEGATIVE_TIMER);
      } else {
        found.samples.add(text(fields.type, name, value, number) + rest);
      }
    }
  }

  private static String text(SampleType type, String name, String value, double number) {
    boolean step =
        type == SampleType.GAUGE
            && (value.startsWith("+") || (value.startsWith("-") && number != 0));
    double kept = Math.abs(number) < SMALLEST ? 0.0 : number;
    return type.name().toLowerCase(java.util.Locale.ROOT)
        + " "
        + name
        + (step ? " step " : " ")
        + kept;
  }

  /** The double nearest to its first 18 digits; null if the text is no number. */
  private static @Nullable Double number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String exponent = matcher.group(3);
    if (exponent == null || new BigInteger(exponent).abs().bitLength() < 20) {
      return new BigDecimal(text).round(EIGHTEEN_DIGITS).doubleValue();
    }
    boolean zero =
        new BigDecimal(text.substring(0, text.toLowerCase(java.util.Locale.ROOT).indexOf('e')))
                .signum()
            == 0;
    boolean tiny = exponent.startsWith("-");
    return (text.startsWith("-") ? -1 : 1) * (zero || tiny ? 0.0 : Double.POSITIVE_INFINITY);
  }
}
