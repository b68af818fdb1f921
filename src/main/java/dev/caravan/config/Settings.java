package dev.caravan.config;

import dev.caravan.mount.Mount;
import java.util.List;

/**
 * Everything that was set, checked.
 *
 * @param concurrency transfers at a time, over all mounts
 * @param multipartThreshold in bytes
 * @param partSize in bytes
 * @param control whether a running Caravan can be asked and steered
 */
public record Settings(List<Mount> mounts, int concurrency, long multipartThreshold, long partSize, boolean control) {}
