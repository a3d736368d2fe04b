/**
 * A stand-in for CloudWatch that speaks the protocol the AWS SDK for Java really uses, for tests of
 * the publisher and of the whole collector.
 */
@NullMarked
package io.sidestat.collector.cloudwatch;

import org.jspecify.annotations.NullMarked;
