/** The benchmark that {@code bench/run} starts: Caravan's distribution and its peers, against one server, in one run. */
package dev.caravan.bench;
