package dev.almanac.planted.change;

import dev.almanac.planted.command.OrderHelper;
import io.micronaut.context.ApplicationContext;

/// The other half of the circle, with the framework in the pure core.
public record Mixed(OrderHelper helper, ApplicationContext context) {}
