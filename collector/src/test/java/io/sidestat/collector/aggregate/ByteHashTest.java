package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteHashTest {
  private static long hash(byte... bytes) {
    return ByteHash.hash(bytes, 0, bytes.length, 7);
  }

  @Test
  void hash_zerosOfEachLength_differ() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length <= 40; length++) {
      hashes.add(hash(new byte[length]));
    }

    assertEquals(41, hashes.size());
  }

  @Test
  void hash_eachByteChanged_differsAtEveryLength() {
    for (int length = 1; length <= 40; length++) {
      Set<Long> hashes = new HashSet<>();
      hashes.add(hash(new byte[length]));
      for (int i = 0; i < length; i++) {
        byte[] changed = new byte[length];
        changed[i] = (byte) 0x80;
        hashes.add(hash(changed));
      }

      assertEquals(length + 1, hashes.size());
    }
  }

  @Test
  void hash_ofAHundredThousandNumbers_hasNoTwoAlike() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      hashes.add(hash((byte) i, (byte) (i >> 8), (byte) (i >> 16)));
    }

    assertEquals(100_000, hashes.size());
  }

  @Test
  void hash_namesMadeToCollideUnderAnySeed_differ() {
    // Of MurmurHash64A these collide whatever the seed is.
    ByteBuffer one = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    one.putLong(0x941197e24d73a1e5L).putLong(0x28232fc49ae743caL);
    ByteBuffer two = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    two.putLong(0x0569b24733b6a1e5L).putLong(0x997b4a29812a43caL);
    long seed = 0x3141_5926_5358_9793L;

    assertNotEquals(
        ByteHash.hash(one.array(), 0, 16, seed), ByteHash.hash(two.array(), 0, 16, seed));
  }

  @Property
  void hash_sameBytesElsewhere_isTheSame(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] around = new byte[bytes.length + 5];
    Arrays.fill(around, (byte) 'x');
    System.arraycopy(bytes, 0, around, 3, bytes.length);

    assertEquals(hash(bytes), ByteHash.hash(around, 3, 3 + bytes.length, 7));
  }

  @Test
  void hash_anotherSeed_isAnother() {
    byte[] bytes = {1, 2, 3};

    assertNotEquals(ByteHash.hash(bytes, 0, 3, 1), ByteHash.hash(bytes, 0, 3, 2));
  }
}
