/// Kafka as Almanac uses it: typed topics, placement, clients with their settings spelled out, topic creation and checks.
/// Imports none of the other packages.
package dev.almanac.kafka;
