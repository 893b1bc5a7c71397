/// Where it all comes together: the start, the topics, the wiring. Everything else may be used from here; nothing uses this.
package dev.almanac;
