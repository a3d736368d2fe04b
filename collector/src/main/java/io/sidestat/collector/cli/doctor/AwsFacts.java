package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.outside.Reach;
import io.sidestat.collector.publish.ProbeAnswer;
import io.sidestat.collector.query.AwsCredentials;
import io.sidestat.collector.query.AwsRegion;
import io.sidestat.collector.query.CallerIdentity;
import java.util.Optional;

/**
 * What was learned of AWS. Each is empty if it was not found in time, or not asked for want of what
 * stands before it.
 *
 * @param sent whether the probe was a real datum
 * @param reach how far one gets to the address that did not answer, or to the proxy before it;
 *     asked only then
 */
record AwsFacts(
    Optional<AwsRegion> region,
    Optional<AwsCredentials> credentials,
    Optional<CallerIdentity> identity,
    Optional<ProbeAnswer> probe,
    boolean sent,
    Optional<Reach> reach) {}
