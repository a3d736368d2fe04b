package io.sidestat.collector.protocol;

import io.sidestat.collector.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the parser finds in a datagram is what {@link ReferenceParser} finds in it, and all bytes
 * stay as they are. Inputs are those of {@link ParserFuzzTarget}. Slower by far.
 */
public final class DifferentialFuzzTarget implements FuzzTarget {
  @Override
  public Path kept() {
    return FuzzTarget.keptIn("datagrams");
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return ParserFuzzTarget.goldenInputs();
  }

  @Override
  public void accept(byte[] input) {
    if (input.length > 0) {
      byte[] datagram = Arrays.copyOfRange(input, 1, input.length);
      DifferentialTest.assertAgree(
          datagram,
          ParserFuzzTarget.dialects(input[0]),
          ParserFuzzTarget.around(input[0]),
          ParserFuzzTarget.bytesBehind(input[0]));
    }
  }

  @Override
  public String toString() {
    return "differential";
  }
}
