package dev.caravan.camel;

import dev.caravan.reconcile.Action;
import dev.caravan.status.Journal;
import dev.caravan.sync.look.Candidate;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.PathState;
import dev.caravan.transfer.PreparedDeletion;
import dev.caravan.transfer.PreparedUpload;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The work on one path: what the steps of its routes hand on to each other, in one property of the exchange. Steps of a
 * user's see headers and body alone.
 */
final class PathWork {
    private static final String PROPERTY = "CaravanWork";

    private final Candidate candidate;
    private final Journal journal;
    private @Nullable Decision decision;
    private @Nullable PreparedUpload upload;
    private @Nullable PreparedDeletion deletion;
    private @Nullable Completed completed;
    private boolean backedUp;
    private boolean failed;
    private long began = System.nanoTime();

    private PathWork(Candidate candidate, Journal journal) {
        this.candidate = candidate;
        this.journal = journal;
    }

    /** Begins the work on a path. */
    static PathWork begin(Exchange exchange, Candidate candidate, Journal journal) {
        PathWork work = new PathWork(candidate, journal);
        exchange.setProperty(PROPERTY, work);
        return work;
    }

    static PathWork of(Exchange exchange) {
        return find(exchange).orElseThrow(() -> new IllegalStateException("This exchange carries no path of a mount"));
    }

    /** Empty where the exchange is none of ours. */
    static Optional<PathWork> find(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, PathWork.class));
    }

    Candidate candidate() {
        return candidate;
    }

    /** What happens to the mount. */
    Journal journal() {
        return journal;
    }

    void decided(Decision decision) {
        this.decision = decision;
        began = System.nanoTime();
    }

    /** Both versions are kept from now on: none needs another copy. */
    void setAside(Decision next, boolean backedUp) {
        this.decision = next;
        this.backedUp = backedUp;
    }

    /** Empty before it was decided. */
    Optional<Decision> decision() {
        return Optional.ofNullable(decision);
    }

    /** What was found of the path, once it was decided about. */
    PathState pathState() {
        return decision().map(Decision::pathState).orElseThrow(() -> tooEarly("decide"));
    }

    /** Whether the object that was found has a copy already. */
    boolean isBackedUp() {
        return backedUp;
    }

    void prepared(PreparedUpload upload) {
        this.upload = upload;
    }

    PreparedUpload upload() {
        return preparedUpload().orElseThrow(() -> tooEarly("prepare"));
    }

    Optional<PreparedUpload> preparedUpload() {
        return Optional.ofNullable(upload);
    }

    void prepared(PreparedDeletion deletion) {
        this.deletion = deletion;
    }

    PreparedDeletion deletion() {
        return preparedDeletion().orElseThrow(() -> tooEarly("prepareRemote"));
    }

    Optional<PreparedDeletion> preparedDeletion() {
        return Optional.ofNullable(deletion);
    }

    void completed(Completed completed) {
        this.completed = completed;
    }

    Optional<Completed> completed() {
        return Optional.ofNullable(completed);
    }

    void failed() {
        failed = true;
    }

    /** Whether something was begun, and its route ended with neither a result nor a failure. */
    boolean isAbandoned() {
        boolean begun = decision != null && decision.action() != Action.SKIP;
        return begun && completed == null && !failed;
    }

    /** How long it is since it was decided. */
    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static IllegalStateException tooEarly(String step) {
        return new IllegalStateException("a step of a route comes before '" + step + "', and needs what that finds");
    }
}
