package dev.almanac.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.List;

/// All of Almanac and its simulation once more, with one fault in it.
public final class MutatedAlmanac extends ClassLoader {
    private final Mutation mutation;

    public MutatedAlmanac(Mutation mutation) {
        super(MutatedAlmanac.class.getClassLoader());
        this.mutation = mutation;
        try {
            loadClass(mutation.className()); // at once: the shard would take a failure for a defect, and go on
        } catch (ClassNotFoundException renamed) {
            throw new IllegalStateException("there is no class " + mutation.className(), renamed);
        }
    }

    /// The promises that a history breaks in there.
    @SuppressWarnings("unchecked")
    List<String> brokenPromises(PlantedBug bug, long seed) {
        return (List<String>) run(History.class, "brokenPromises", bug.name(), seed);
    }

    /// What a static method gives in there; its parameters are a text and a seed.
    public Object run(Class<?> type, String method, String text, long seed) {
        try {
            Method run = loadClass(type.getName()).getDeclaredMethod(method, String.class, long.class);
            run.setAccessible(true);
            return run.invoke(null, text, seed);
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException("the mutated history could not be run", defect);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.almanac.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream compiled = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (compiled == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = compiled.readAllBytes();
            byte[] planted = name.equals(mutation.className()) ? mutation.plantInto(bytes) : bytes;
            return defineClass(name, planted, 0, planted.length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
