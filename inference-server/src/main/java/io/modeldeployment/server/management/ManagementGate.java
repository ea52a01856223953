package io.modeldeployment.server.management;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Keeps each port to what it is for. It looks at who would answer and not at the path, which can be written in many ways.
 */
public final class ManagementGate implements HandlerInterceptor {
    private final ManagementPort management;

    /** @param management tells the ports apart */
    public ManagementGate(ManagementPort management) {
        this.management = management;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws NoHandlerFoundException {
        if (handler instanceof HandlerMethod method && !answers(method, management.received(request))) {
            throw new NoHandlerFoundException(request.getMethod(), request.getRequestURI(), HttpHeaders.EMPTY);
        }
        return true;
    }

    private static boolean answers(HandlerMethod method, boolean onManagementPort) {
        ManagementEndpoint mark = AnnotationUtils.findAnnotation(method.getBeanType(), ManagementEndpoint.class);
        return onManagementPort ? mark != null : mark == null || mark.alsoForClients();
    }
}
