/** The command line: one command per file. */
@NullMarked
package dev.caravan.cli;

import org.jspecify.annotations.NullMarked;
