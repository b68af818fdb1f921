package dev.caravan.transfer;

import dev.caravan.remote.Conditions;

/**
 * Carries out the decisions about the paths of a mount.
 *
 * @param deletionConditions whether the store honours conditions on deletions, and on the writes of an undo
 */
public record Transfers(
        Contents contents,
        Uploads uploads,
        Downloads downloads,
        ObjectBackup backup,
        MirroredDeletions deletions,
        Conditions deletionConditions,
        Conflicts conflicts,
        LeftOvers leftOvers) {}
