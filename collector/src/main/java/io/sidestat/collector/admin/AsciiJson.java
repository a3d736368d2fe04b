package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON of printable ASCII alone, all else as escapes. It means the same to a program, and on
 * a terminal no text of strangers in it can do anything.
 */
public final class AsciiJson {
  private AsciiJson() {}

  /** A mapper that writes so. */
  public static ObjectMapper mapper() {
    return new ObjectMapper(
        new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new Delete())
            .build());
  }

  /** JSON's own escapes, and DEL, the one control character of ASCII that JSON lets stand. */
  private static final class Delete extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] escapes = standardAsciiEscapesForJSON();

    Delete() {
      escapes[0x7f] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
