package dev.almanac.dev;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a real schema registry, one per test run, as a parameter of type [Server]. Tests share it, so each uses
/// subjects of its own.
public final class TestRegistry implements ParameterResolver {
    /// A running registry.
    public record Server(String url) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Server.class;
    }

    @Override
    public Server resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedRegistry registry = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestRegistry.class))
                .computeIfAbsent(EmbeddedRegistry.class, ignored -> EmbeddedRegistry.start(), EmbeddedRegistry.class);
        return new Server(registry.url());
    }
}
