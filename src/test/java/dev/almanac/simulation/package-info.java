/// One shard of Almanac through thousands of histories in virtual time: the production state machine between topics in
/// memory and a simulated calendar, with crashes, lost answers and people, all drawn from one seed. What comes out is
/// judged by what truly happened, never by what Almanac says of itself.
package dev.almanac.simulation;
