package io.modeldeployment.api.v1;

import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Rules beyond the first one of a record, since the generator of the CRD takes only one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MoreRules {
    /** The rules. */
    ValidationRule[] value();
}
