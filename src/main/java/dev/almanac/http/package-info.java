/// The HTTP face: figures as JSON, health, one shape for every error. In: requests and what the parts of Almanac register.
/// Out: answers. Never: a decision, a call to the vendor, anything about Kafka.
package dev.almanac.http;
