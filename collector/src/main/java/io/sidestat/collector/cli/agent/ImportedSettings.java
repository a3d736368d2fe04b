package io.sidestat.collector.cli.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been translated so far, and what is to be said of it. */
final class ImportedSettings {
  private final Map<String, Object> yaml = new LinkedHashMap<>();
  private final List<ImportNote> notes = new ArrayList<>();

  void put(String key, Object value) {
    yaml.put(key, value);
  }

  void note(ImportNote.Kind kind, String about, String words) {
    notes.add(new ImportNote(kind, about, words));
  }

  AgentImport result() {
    return new AgentImport(
        yaml, notes.stream().sorted(Comparator.comparing(ImportNote::kind)).toList());
  }
}
