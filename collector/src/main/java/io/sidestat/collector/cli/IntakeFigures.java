package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.MendedNames;
import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SequenceFigures;
import java.util.List;
import java.util.Map;

/**
 * What the owner thread knows of all that came in since the start, at one moment, so that the
 * figures can be held against each other under load too.
 *
 * @param ledger what became of all samples, the open interval's included
 * @param lines what was found in lines
 * @param sequences what clients that number their samples told
 * @param lastRejected the lines rejected last, by reason: untrusted, not escaped
 * @param mendedNames new names that were mended
 * @param liveSeries series of their own name and tags
 * @param otherSeries {@code __other__} series
 * @param listeners the sockets that samples come in on
 */
record IntakeFigures(
    Ledger ledger,
    LineCounts lines,
    SequenceFigures sequences,
    Map<RejectReason, List<String>> lastRejected,
    MendedNames mendedNames,
    int liveSeries,
    int otherSeries,
    List<ListenerStatus> listeners) {}
