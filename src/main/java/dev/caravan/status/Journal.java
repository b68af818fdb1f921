package dev.caravan.status;

import dev.caravan.mount.MountName;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.transfer.Completed;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line for each thing done to a mount, beginning with its name, and the counts of the pass. */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan");

    private final MountName mount;
    private final String options;
    private final Map<Side, String> holding = new ConcurrentHashMap<>();
    private volatile PassReport report = new PassReport();

    public Journal(MountName mount) {
        this(mount, "");
    }

    /** @param options of the command line that a suggested command needs, with a blank before */
    public Journal(MountName mount, String options) {
        this.mount = mount;
        this.options = options;
    }

    /** Starts to count anew. */
    public PassReport beginPass() {
        PassReport fresh = new PassReport();
        report = fresh;
        return fresh;
    }

    /** Tells what was done about a path. */
    public void tell(Completed completed) {
        String path = HumanFormat.visible(completed.path());
        switch (completed.action()) {
            case UPLOAD -> {
                report.uploaded(completed.bytes());
                LOG.info(
                        "{} - uploaded {} ({}, {})",
                        mount,
                        path,
                        HumanFormat.size(completed.bytes()),
                        HumanFormat.seconds(completed.taken()));
            }
            case DOWNLOAD -> {
                report.downloaded(completed.bytes());
                LOG.info(
                        "{} - downloaded {} ({}, {})",
                        mount,
                        path,
                        HumanFormat.size(completed.bytes()),
                        HumanFormat.seconds(completed.taken()));
            }
            case DELETE_LOCAL -> {
                report.deletedLocally();
                LOG.info("{} - deleted {} locally (it is in the trash)", mount, path);
            }
            case DELETE_REMOTE -> {
                report.deletedRemotely();
                LOG.info("{} - deleted {} in S3", mount, path);
            }
            case ADOPT -> {
                report.adopted();
                LOG.debug("{} - adopted {}: both sides have the same content", mount, path);
            }
            case UNLIKE -> LOG.info("{} - kept {} as it is on one side alone: its deletion was rejected", mount, path);
            case LEAVE, EXTRA, FORGET, KEEP, COMPARE, CONFLICT ->
                LOG.debug("{} - {}: {}", mount, path, completed.action().word());
        }
    }

    public void conflict(RelativePath path, RelativePath copy) {
        report.conflict();
        LOG.warn(
                "{} - conflict: both sides changed {}; the older version is now {}",
                mount,
                HumanFormat.visible(path),
                HumanFormat.visible(copy));
    }

    public void decided(RelativePath path, Object what) {
        LOG.debug("{} - {}: {}", mount, HumanFormat.visible(path), what);
    }

    public void retrying(RelativePath path, String why) {
        LOG.debug("{} - looking again at {}: {}", mount, HumanFormat.visible(path), why);
    }

    /** A path could not be brought in step. */
    public void failed(RelativePath path, String why) {
        report.failed(path.value());
        LOG.error("{} - cannot bring {} in step: {}", mount, HumanFormat.visible(path), why);
    }

    /** Something failed that was told already. */
    public void countFailure(String path) {
        report.failed(path);
    }

    /** A step of a user's, behind what was done, failed. */
    public void publishFailed(RelativePath path, String action, Throwable cause) {
        report.failed(path.value());
        LOG.error(
                "{} - a step behind publish failed for {} ({}): {}. What was done is written down; the step does not get"
                        + " to know it again",
                mount,
                HumanFormat.visible(path),
                action,
                cause.toString());
        trace(cause);
    }

    /** The pass as a whole could not be carried out. */
    public void passFailed(String why) {
        report.failed("");
        LOG.error("{} - {}", mount, why);
    }

    /** Says once why deletions on a side are held, and once that they are not any more. */
    public void holds(Side side, Optional<String> why) {
        String before = holding.put(side, why.orElse(""));
        if (why.isPresent() && !why.get().equals(before)) {
            LOG.warn(
                    "{} - held deletions {}: {}. Copies go on. See them with: {}; then: {}, or {} to restore the paths",
                    mount,
                    side.where(),
                    why.get(),
                    line("held"),
                    line("approve"),
                    line("reject"));
        } else if (why.isEmpty() && before != null && !before.isEmpty()) {
            LOG.info("{} - deletions {} are not held any more", mount, side.where());
        }
    }

    private String line(String command) {
        return "caravan " + command + " " + mount + options;
    }

    /** A version that the other side never held gave way, and lies elsewhere now. */
    public void kept(RelativePath path, Side side, String where) {
        LOG.info("{} - set aside what {} held of {}: it is {}", mount, side.noun(), HumanFormat.visible(path), where);
    }

    /** Some deletions are held, and nobody said anything about them yet. */
    public void remind(long held) {
        LOG.warn(
                "{} - {} held. See what they wait for with: {}",
                mount,
                HumanFormat.count(held, "deletion"),
                line("held"));
    }

    public void warn(String what) {
        LOG.warn("{} - {}", mount, what);
    }

    public void info(String what) {
        LOG.info("{} - {}", mount, what);
    }

    public void debug(String what) {
        LOG.debug("{} - {}", mount, what);
    }

    /** The whole story of a failure, for whoever asked for it. */
    public void trace(Throwable cause) {
        LOG.debug("{} - {}", mount, cause.toString(), cause);
    }
}
