package dev.almanac.dev;

import java.io.IOException;
import java.lang.reflect.Method;

/// Runs another program's main class and ends when standard input does. The operating system closes that pipe when the
/// parent dies, however it dies, so a killed test run leaves nothing behind.
final class DiesWithParent {
    private DiesWithParent() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("dies-with-parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent never writes; only the end matters.
                }
            } catch (IOException closed) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(0);
        });
        Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
        main.invoke(null, (Object) new String[0]);
    }
}
