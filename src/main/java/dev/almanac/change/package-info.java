/// Windows of the calendar in, changes out: what is known of each appointment and each blocked time, and how it differs
/// from what a poll saw. Pure: values in, values out. Never: threads, clocks, Kafka, HTTP.
package dev.almanac.change;
