/** An open mount: its folder is locked, its index fits the settings, and what works on both is built. */
@NullMarked
package dev.caravan.sync.session;

import org.jspecify.annotations.NullMarked;
