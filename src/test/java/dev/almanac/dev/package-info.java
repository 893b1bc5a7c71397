/// What development and tests run beside Almanac: a real broker, a real schema registry. Never part of what is shipped.
package dev.almanac.dev;
