package dev.caravan.mount;

import java.time.Duration;
import java.util.Optional;

/**
 * How careful a mount is with what goes away.
 *
 * @param deletionPercent of the paths in step that may go in one pass; more are held
 * @param deletionPaths that may go in one pass whatever the percentage says
 * @param deleteAfter how long a path must be missing before its deletion is carried out
 * @param trashRetention after which trash is removed for good
 * @param trashMinimumAge before which nothing is removed from the trash, however full it is
 * @param trashBytes that trash may take up; the oldest goes first, and what it cannot take stays where it is
 * @param trashPrefix in the bucket for objects that are deleted there, where the bucket has no versions
 * @param conflictCopies of one path that are kept
 */
public record DeletionSafety(
        int deletionPercent,
        int deletionPaths,
        Duration deleteAfter,
        Duration trashRetention,
        Duration trashMinimumAge,
        long trashBytes,
        Optional<String> trashPrefix,
        int conflictCopies) {}
