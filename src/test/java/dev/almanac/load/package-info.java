/// A hostile load, the same for whoever takes it: seeded creates against a calendar that loses answers, and a worker process
/// that is killed again and again. Almanac goes through it, and so does a plain consumer, to be measured against. Counts
/// come from the calendar's ledger, never from the worker.
package dev.almanac.load;
