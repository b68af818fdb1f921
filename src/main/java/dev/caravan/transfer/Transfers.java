package dev.caravan.transfer;

import dev.caravan.remote.Conditions;

/**
 * What carries out what was decided about the paths of a mount.
 *
 * @param deletionConditions what is known of the store's conditions on deletions and on what an undo sends
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
