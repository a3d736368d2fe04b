/**
 * From the journal to CloudWatch, and nothing else to AWS. One thread takes due requests from the
 * outbox, oldest first, and settles each: acknowledged, put back to be sent again later, or
 * quarantined. Drops nothing; a request that fails holds up no other.
 */
@NullMarked
package io.sidestat.collector.publish;

import org.jspecify.annotations.NullMarked;
