package io.modeldeployment.server.management;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a controller that is for operators and scrapers: it answers on the management port, where there is one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ManagementEndpoint {
    /** Whether it answers on the clients' port as well. */
    boolean alsoForClients() default false;
}
