package io.sidestat.client;

import com.timgroup.statsd.StatsDClient;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.util.Arrays;

/**
 * Looks whether {@link StatsDClient} is the interface of java-statsd-client. DataDog's
 * java-dogstatsd-client has another one of the same name; with that one a call through the
 * interface would end in an AbstractMethodError, some time later.
 */
final class StatsDInterface {

  private StatsDInterface() {}

  /**
   * Checks it.
   *
   * @throws IllegalStateException with what to do about it, if it is another
   */
  static void check() {
    for (Method method : StatsDClient.class.getMethods()) {
      if (method.isDefault() || !isOurs(method)) {
        throw new IllegalStateException(
            "com.timgroup.statsd.StatsDClient is not java-statsd-client's but another library's,"
                + " which comes first on the class path: "
                + origin()
                + "; take com.datadoghq:java-dogstatsd-client out of the build, or put"
                + " com.timgroup:java-statsd-client before it, or keep the two in class loaders of"
                + " their own");
      }
    }
  }

  /**
   * Whether this client has it in its own class: it implements all of the interface that it knows.
   */
  private static boolean isOurs(Method wanted) {
    for (Method method : SidestatClient.class.getDeclaredMethods()) {
      if (method.getName().equals(wanted.getName())
          && Arrays.equals(method.getParameterTypes(), wanted.getParameterTypes())) {
        return true;
      }
    }
    return false;
  }

  private static String origin() {
    CodeSource source = StatsDClient.class.getProtectionDomain().getCodeSource();
    return source == null ? "origin unknown" : String.valueOf(source.getLocation());
  }
}
