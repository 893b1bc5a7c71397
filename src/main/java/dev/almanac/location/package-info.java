/// The HighLevel locations that Almanac serves: what to watch, in which zone, when they are open.
/// In: the locations file. Out: values. Never: a secret; a location names its credential.
package dev.almanac.location;
