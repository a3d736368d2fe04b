package io.sidestat.collector.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/**
 * Answers what another resource answered a moment ago, for those whose answers read much of the
 * journal and are asked for by several pages every few seconds. An answer is made once at a time
 * for the same parameters: whoever asks meanwhile waits for it. Failures are not remembered, but
 * told to all who waited. Remembers 8 answers at most, of up to 256 KiB each; the one begun first
 * goes first. Thread-safe.
 */
public final class RememberedAnswer implements AdminResource {
  static final int ANSWERS_MAX = 8;
  static final int ANSWER_BYTES_MAX = 256 << 10;

  private final AdminResource resource;
  private final long ageNanosMax;
  private final LongSupplier nanoTime;
  private final Map<AdminQuery, Answer> answers = new LinkedHashMap<>();

  /**
   * Remembers that resource's answers.
   *
   * @param ageMax so long after it was made an answer is given again
   */
  public RememberedAnswer(AdminResource resource, Duration ageMax) {
    this(resource, ageMax, System::nanoTime);
  }

  RememberedAnswer(AdminResource resource, Duration ageMax, LongSupplier nanoTime) {
    this.resource = resource;
    this.ageNanosMax = ageMax.toNanos();
    this.nanoTime = nanoTime;
  }

  @Override
  public Set<String> parameters() {
    return resource.parameters();
  }

  @Override
  public AdminReply get(AdminQuery query) throws Exception {
    Answer answer;
    synchronized (answers) {
      answer = answers.get(query);
      if (answer == null || answer.isOld()) {
        answer = new Answer(query);
        answers.remove(query);
        answers.put(query, answer);
        if (answers.size() > ANSWERS_MAX) {
          answers.remove(answers.keySet().iterator().next());
        }
      }
    }
    // Does nothing if another thread makes it, or has.
    answer.run();
    return answer.reply();
  }

  /** An answer that is being made, or has been. */
  private final class Answer extends FutureTask<AdminReply> {
    private final AdminQuery query;
    private volatile long madeNanos;

    Answer(AdminQuery query) {
      super(() -> resource.get(query));
      this.query = query;
    }

    /** Set before anyone is told that it is made. */
    @Override
    protected void set(AdminReply reply) {
      madeNanos = nanoTime.getAsLong();
      if (reply.status() != 200 || reply.body().length > ANSWER_BYTES_MAX) {
        forget();
      }
      super.set(reply);
    }

    @Override
    protected void setException(Throwable failure) {
      forget();
      super.setException(failure);
    }

    private void forget() {
      synchronized (answers) {
        answers.remove(query, this);
      }
    }

    boolean isOld() {
      return isDone() && nanoTime.getAsLong() - madeNanos >= ageNanosMax;
    }

    AdminReply reply() throws Exception {
      try {
        return get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error failure) {
          throw failure;
        }
        throw e;
      }
    }
  }
}
