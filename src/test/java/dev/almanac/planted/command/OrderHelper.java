package dev.almanac.planted.command;

import dev.almanac.planted.change.Mixed;
import dev.almanac.planted.dev.Trial;
import dev.almanac.planted.schema.Generated;

/// Half of a circle, with a generated class and a development class.
public record OrderHelper(Mixed mixed, Trial trial, Generated generated) {}
