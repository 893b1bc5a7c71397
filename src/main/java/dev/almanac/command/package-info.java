/// Commands in, results out: what is owed each command, in which order per appointment, and what an answer of the
/// calendar means for it. Pure: values in, values out. Never: threads, clocks, Kafka, HTTP.
package dev.almanac.command;
