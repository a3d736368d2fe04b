package io.sidestat.collector.admin;

import java.io.IOException;
import java.io.InputStream;

/** A file of the live page, read once from the class path. */
public final class PageFile implements AdminResource {
  private final AdminReply reply;

  private PageFile(AdminReply reply) {
    this.reply = reply;
  }

  /**
   * A file that comes with the collector.
   *
   * @param resource its absolute path on the class path
   * @param type as HTTP names it
   * @throws IllegalStateException if it is not there: the jar is not whole
   */
  public static PageFile of(String resource, String type) {
    try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar is not whole: " + resource + " is missing");
      }
      return new PageFile(new AdminReply(200, type + "; charset=utf-8", in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("the jar cannot be read: " + resource, e);
    }
  }

  @Override
  public AdminReply get(AdminQuery query) {
    return reply;
  }
}
