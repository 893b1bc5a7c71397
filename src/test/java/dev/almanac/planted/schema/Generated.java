package dev.almanac.planted.schema;

/// Stands for a generated class.
public record Generated() {}
