package dev.almanac.simulation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
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
/// @param by     for `CALL`: type and method, such as `aggregate.WrongFigures.union`, that is called with the same arguments,
///               after the object if there is one
public record Mutation(String type, String method, Instead instead, String by) {
    private static final String BASE = "dev.almanac.";
    private static final ClassDesc INSTANT = ClassDesc.of(Instant.class.getName());
    private static final ClassDesc OPTIONAL = ClassDesc.of(Optional.class.getName());

    Mutation(String type, String method, Instead instead) {
        this(type, method, instead, null);
    }

    public static Mutation toNothing(String type, String method) {
        return new Mutation(type, method, Instead.NOTHING);
    }

    /// Calls what a test has written instead.
    public static Mutation call(String type, String method, String by) {
        return new Mutation(type, method, Instead.CALL, by);
    }

    /// What the method does.
    public enum Instead {
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
        RETURN_FIRST,
        /// Whatever [Mutation#by] does.
        CALL
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
            case CALL -> call(code, old);
        }
    }

    private void call(CodeBuilder code, MethodModel old) {
        boolean isStatic = old.flags().has(AccessFlag.STATIC);
        MethodTypeDesc signature = old.methodTypeSymbol();
        MethodTypeDesc called =
                isStatic ? signature : signature.insertParameterTypes(0, ClassDesc.of(className()));
        for (int slot = 0, i = 0; i < called.parameterCount(); i++) {
            TypeKind kind = TypeKind.from(called.parameterType(i));
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
        }
        int dot = by.lastIndexOf('.');
        code.invokestatic(ClassDesc.of(BASE + by.substring(0, dot)), by.substring(dot + 1), called);
        code.return_(TypeKind.from(called.returnType()));
    }
}
