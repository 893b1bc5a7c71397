/// Breaks the rules of the house on purpose, each at least once, so that the test of the rules can be seen to fail.
package dev.almanac.planted;
