package dev.caravan.sync.plan;

import dev.caravan.mount.Mount;
import dev.caravan.remote.S3Errors;
import dev.caravan.sync.session.MountException;

/** Why a mount cannot be looked at, in words. */
public final class LookFault {
    private LookFault() {}

    public static String of(Mount mount, Exception failure) {
        return failure instanceof MountException
                ? String.valueOf(failure.getMessage())
                : "Mount '" + mount + "' cannot be looked at: " + S3Errors.explain(mount, failure) + ".";
    }
}
