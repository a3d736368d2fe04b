package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsciiJsonTest {
  @Test
  void write_anyText_isPrintableAsciiAndMeansTheSame() throws JsonProcessingException {
    String text = "Z\u00FCrich \u001B[31m\u007F\u009B2J\u202E\uD83D\uDE00\n\"\\";

    String json = AsciiJson.mapper().writeValueAsString(Map.of(text, text));

    String shown = "\"Z\\u00FCrich \\u001B[31m\\u007F\\u009B2J\\u202E\\uD83D\\uDE00\\n\\\"\\\\\"";
    assertEquals("{" + shown + ":" + shown + "}", json);
    assertEquals(Map.of(text, text), new ObjectMapper().readValue(json, Map.class));
  }
}
