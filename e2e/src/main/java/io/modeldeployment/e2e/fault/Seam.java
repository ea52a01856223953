package io.modeldeployment.e2e.fault;

import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Puts calls of {@link Injection} around the body of a method that takes a list first. */
final class Seam {
    private static final ClassDesc INJECTION = ClassDesc.of(Injection.class.getName());

    private Seam() {}

    /**
     * The class with the method changed.
     *
     * @throws IllegalArgumentException when there is not exactly one method of that name which takes a list first
     */
    static byte[] open(byte[] bytes, String method) {
        ClassFile files = ClassFile.of();
        ClassModel parsed = files.parse(bytes);
        long found =
                parsed.methods().stream().filter(each -> isWanted(each, method)).count();
        if (found != 1) {
            throw new IllegalArgumentException(found + " methods " + method + " that take a list first, not one");
        }
        return files.transformClass(
                parsed, ClassTransform.transformingMethodBodies(each -> isWanted(each, method), new Calls()));
    }

    private static boolean isWanted(MethodModel each, String method) {
        return each.methodName().equalsString(method)
                && each.methodTypeSymbol().parameterCount() > 0
                && each.methodTypeSymbol().parameterType(0).equals(CD_List);
    }

    private static final class Calls implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.aload(code.parameterSlot(0)).invokestatic(INJECTION, "begin", MethodTypeDesc.of(CD_void, CD_List));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof ReturnInstruction) {
                code.invokestatic(INJECTION, "end", MethodTypeDesc.of(CD_void));
            }
            code.with(element);
        }
    }
}
