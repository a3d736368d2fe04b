package io.sidestat.collector.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.model.DatumBatch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** What the SDK is given to send, field by field, without the cost of sending it. */
public final class RequestTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RequestTree() {}

  /** The tree of a request, as it would be read from the wire. */
  public static JsonNode of(DatumBatch batch) {
    return object(CloudWatchRequests.request(batch));
  }

  private static JsonNode object(SdkPojo pojo) {
    ObjectNode node = NODES.objectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      // The SDK writes no list that nobody has set; those it makes up are empty.
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
        node.set(field.memberName(), node(value));
      }
    }
    return node;
  }

  private static @Nullable JsonNode node(Object value) {
    if (value instanceof SdkPojo pojo) {
      return object(pojo);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode(list.size());
      list.forEach(member -> array.add(node(member)));
      return array;
    }
    if (value instanceof Instant instant) {
      return NODES.numberNode(instant.toEpochMilli() / 1000.0);
    }
    if (value instanceof Double number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Integer number) {
      return NODES.numberNode(number);
    }
    if (value instanceof String text) {
      return NODES.textNode(text);
    }
    throw new IllegalArgumentException("no node for a " + value.getClass());
  }
}
