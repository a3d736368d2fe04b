package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.TagDialect;

/**
 * Walks over a sample's tags, those of its head and then those of its field; empty ones are passed
 * over. Positions are indexes into the sample's bytes. Allocates nothing; for one thread.
 */
final class TagCursor {
  private RawSample sample = new RawSample();
  private boolean inHead;
  private TagDialect dialect = TagDialect.DOGSTATSD;
  private int at;
  private int end;
  private int keyStart;
  private int keyEnd;
  private int valueStart;
  private int valueEnd;

  /** Stands before the first tag of the sample. */
  void reset(RawSample sample) {
    this.sample = sample;
    TagDialect headDialect = sample.headDialect;
    inHead = headDialect != null;
    if (headDialect != null) {
      dialect = headDialect;
      at = sample.nameEnd + 1;
      end = sample.headTagsEnd;
    } else {
      enterField();
    }
  }

  private void enterField() {
    inHead = false;
    dialect = TagDialect.DOGSTATSD;
    at = sample.tagsStart;
    end = sample.tagsEnd;
  }

  /** Moves to the next tag; false if there is none. */
  boolean next() {
    while (true) {
      while (at < end) {
        int start = at;
        read(start);
        at = valueEnd + 1;
        if (valueEnd > start) {
          return true;
        }
      }
      if (!inHead) {
        return false;
      }
      enterField();
    }
  }

  private void read(int start) {
    byte[] bytes = sample.bytes;
    byte separator = dialect.separator();
    byte equalsSign = dialect.equalsSign();
    int equalsAt = -1;
    int i = start;
    while (i < end && bytes[i] != separator) {
      if (equalsAt < 0 && bytes[i] == equalsSign) {
        equalsAt = i;
      }
      i++;
    }
    keyStart = start;
    keyEnd = equalsAt < 0 ? i : equalsAt;
    valueStart = equalsAt < 0 ? i : equalsAt + 1;
    valueEnd = i;
  }

  int keyStart() {
    return keyStart;
  }

  int keyEnd() {
    return keyEnd;
  }

  /** A bare tag has an empty value. */
  int valueStart() {
    return valueStart;
  }

  int valueEnd() {
    return valueEnd;
  }
}
