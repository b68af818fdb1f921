/** What a person looks at and decides, as commands, the API and the page show it: the trash, conflicts, plans, one path. */
@NullMarked
package dev.caravan.sync.review;

import org.jspecify.annotations.NullMarked;
