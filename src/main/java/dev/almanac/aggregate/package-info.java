/// No-show and utilization figures: rows of appointments and blocked time in, cells out. A touched cell is recomputed as a
/// whole by one pure function. In topologies time comes from records and punctuation alone. Never: HTTP, the vendor's API.
package dev.almanac.aggregate;
