package dev.almanac.simulation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A fault in the production code: whatever one of its methods does, it does something else instead. No method of
/// production code is there for it; the compiled class is changed when it is loaded.
///
/// @param type   simple name with package below `dev.almanac`, such as `command.Lanes`
/// @param method its name, which has to be unique in the class
record Mutation(String type, String method, Instead instead) {
    private static final String BASE = "dev.almanac.";
    private static final ClassDesc INSTANT = ClassDesc.of(Instant.class.getName());
    private static final ClassDesc OPTIONAL = ClassDesc.of(Optional.class.getName());

    /// What the method does.
    enum Instead {
        NOTHING,
        RETURN_TRUE,
        RETURN_FALSE,
        RETURN_EMPTY,
        /// The end of time.
        RETURN_NEVER,
        /// The same text every time.
        RETURN_A_TEXT,
        /// The object it is called on.
        RETURN_THIS,
        /// The first argument.
        RETURN_FIRST
    }

    String className() {
        return BASE + type;
    }

    /// The class with the fault in it.
    ///
    /// @throws IllegalStateException if there is no such method, or more than one
    byte[] plantInto(byte[] compiled) {
        ClassModel before = ClassFile.of().parse(compiled);
        List<MethodModel> found =
                before.methods().stream().filter(each -> each.methodName().equalsString(method)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(type + " has " + found.size() + " methods named " + method);
        }
        return ClassFile.of().transformClass(before, (builder, element) -> {
            if (element == found.getFirst()) {
                MethodModel old = found.getFirst();
                builder.withMethodBody(
                        old.methodName().stringValue(), old.methodTypeSymbol(), old.flags().flagsMask(),
                        code -> write(code, old));
            } else {
                builder.with(element);
            }
        });
    }

    private void write(CodeBuilder code, MethodModel old) {
        switch (instead) {
            case NOTHING -> code.return_();
            case RETURN_TRUE -> code.iconst_1().ireturn();
            case RETURN_FALSE -> code.iconst_0().ireturn();
            case RETURN_EMPTY -> code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL)).areturn();
            case RETURN_NEVER -> code.getstatic(INSTANT, "MAX", INSTANT).areturn();
            case RETURN_A_TEXT -> code.loadConstant("always this").areturn();
            case RETURN_THIS -> code.aload(0).areturn();
            case RETURN_FIRST -> code.aload(old.flags().has(AccessFlag.STATIC) ? 0 : 1).areturn();
        }
    }
}
