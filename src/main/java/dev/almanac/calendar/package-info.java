/// The vendor's calendar API: requests and answers as values, and one client that sends them.
/// In: operations and their members. Out: an [dev.almanac.calendar.ApiResult] that says what may be believed.
/// Never: Kafka, retries, or a decision on what to do next.
package dev.almanac.calendar;
